//! Origin: how the results of a page came about; all that it takes to get them again.

/// How results came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The program's version.
    pub version: &'static str,
    /// The command that gives the same results again.
    pub command: String,
    /// SHA-256 of the scenario's text, in hexadecimal.
    pub scenario_hash: String,
    /// The seed.
    pub seed: u64,
    /// Replicates of each strategy.
    pub replicates: u32,
    /// People an agent stands for.
    pub persons_per_agent: u32,
    /// Agents.
    pub agents: u64,
}
