//! Arguments: what can be asked on the command line; the comments here are the help.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Simulates payment ecosystems: who wins users, volume and profit, what fraud costs and whom, and how sure we are.
#[derive(Debug, Parser)]
#[command(name = "paycosm", version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate one strategy of a scenario and write its tables and charts.
    Run(Run),
    /// Simulate every strategy of a scenario with the same luck and hold them against the baseline.
    Compare(Compare),
    /// Fit up to three numbers of a scenario to its published figures, and say what else would fit.
    Calibrate(Calibrate),
    /// Show one payment, hop by hop, with who paid whom.
    Trace(Trace),
    /// Read scenarios, report every mistake, and print the settings in force.
    Check(Check),
    /// List the scenarios in the folder `scenarios`.
    List,
}

/// One strategy.
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario file.
    pub scenario: PathBuf,
    /// The strategy; by default the scenario's baseline.
    #[arg(long, value_name = "NAME")]
    pub strategy: Option<String>,
    /// File to write every payment on a studied product to, labelled honest or fraud. Replaced if it is such a file already.
    #[arg(long, value_name = "FILE.csv")]
    pub payments: Option<PathBuf>,
    /// Write all payments of one person in N, instead of everybody's.
    #[arg(long, value_name = "N", requires = "payments", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub payments_sample: Option<u32>,
    /// How to simulate and where to write.
    #[command(flatten)]
    pub how: How,
}

/// All strategies.
#[derive(Debug, Args)]
pub struct Compare {
    /// The scenario files.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// The strategy that the others are held against; by default the scenario's.
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
    /// How to simulate and where to write.
    #[command(flatten)]
    pub how: How,
}

/// Flags of both.
#[derive(Clone, Debug, Args)]
pub struct How {
    /// Seed of all chance; by default the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Runs of each strategy with different luck; by default the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub replicates: Option<u32>,
    /// People that one simulated agent stands for; by default the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub persons_per_agent: Option<u32>,
    /// Threads to use; by default all cores. Results do not depend on it.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder to write; by default `output/<scenario>`. Replaced if it is empty or holds results of ours.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show no progress.
    #[arg(long)]
    pub quiet: bool,
    /// Print the results as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A fit.
#[derive(Clone, Debug, Args)]
pub struct Calibrate {
    /// The scenario file.
    pub scenario: PathBuf,
    /// A number to fit and where to look for it, such as adoption.q_per_year=0.1..0.6; one to three times.
    #[arg(long, value_name = "PATH=LOW..HIGH", required = true, allow_hyphen_values = true)]
    pub fit: Vec<String>,
    /// The published figures to fit to, by name, with commas between; by default all that speak of the strategy.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub targets: Vec<String>,
    /// Published figures not to fit to, with commas between; they are reported all the same.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub leave_out: Vec<String>,
    /// The strategy; by default the scenario's baseline.
    #[arg(long, value_name = "NAME")]
    pub strategy: Option<String>,
    /// Runs of each point, each with its own luck.
    #[arg(long, value_name = "N", default_value = "3", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub replicates: u32,
    /// People that one simulated agent stands for; by default the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub persons_per_agent: Option<u32>,
    /// Seed of the fit; by default the scenario's. The score is on another.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Runs with fresh luck by which the chosen point is scored.
    #[arg(long, value_name = "N", default_value = "10", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub fresh: u32,
    /// Threads to use; by default all cores. Results do not depend on it.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Scenario file to write, with the values found; it extends the scenario. Replaced if it is such a file already.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Show no progress.
    #[arg(long)]
    pub quiet: bool,
    /// Print the results as JSON.
    #[arg(long)]
    pub json: bool,
}

/// One payment.
#[derive(Debug, Args)]
pub struct Trace {
    /// The scenario file.
    pub scenario: PathBuf,
    /// The strategy; by default the scenario's baseline.
    #[arg(long, value_name = "NAME")]
    pub strategy: Option<String>,
    /// The product; by default the scenario's focus.
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// What stands behind the payment.
    #[arg(long, value_enum)]
    pub funding: Option<FundingName>,
    /// The amount in major units, such as 100.00.
    #[arg(long, value_name = "AMOUNT", default_value = "100.00", allow_negative_numbers = true)]
    pub amount: String,
    /// The group of shops, such as local-restaurants; by default the scenario's first.
    #[arg(long, value_name = "NAME")]
    pub merchant: Option<String>,
    /// The day, such as 2012-09-03; by default the scenario's last.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// What the payment is for.
    #[arg(long, value_enum, default_value = "purchase")]
    pub purpose: PurposeName,
    /// What the payment is to meet.
    #[arg(long, value_enum, default_value = "approve")]
    pub outcome: OutcomeName,
    /// Print the ladder as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What can stand behind a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FundingName {
    /// A plain credit card.
    Credit,
    /// A rewards credit card.
    Rewards,
    /// A debit card of a large bank.
    DebitRegulated,
    /// A debit card of a small bank.
    DebitExempt,
    /// A prepaid card.
    Prepaid,
    /// A stored balance.
    Balance,
    /// A bank account, debited without a card.
    Bank,
    /// A phone bill that is paid afterwards.
    Bill,
}

/// What a traced payment can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutcomeName {
    /// Everything goes well.
    Approve,
    /// No money behind the card.
    Decline,
    /// The answer is lost on its way to the terminal.
    Timeout,
    /// A thief taps a lost phone.
    Fraud,
    /// All of it comes back.
    Refund,
    /// A quarter of it comes back.
    PartialRefund,
    /// Whoever decides is silent; the network stands in.
    StandIn,
    /// The shop is paid, and the wallet finds the funding card empty.
    Uncollected,
    /// An offline payment whose record gets lost with the shop's batch.
    LostBatch,
    /// Contested; the shop lets its time run out.
    Dispute,
    /// Contested after the limit.
    DisputeRefused,
    /// Contested until the cardholder sees the receipt.
    DisputeWithdrawn,
    /// Contested; the shop presents again and convinces the bank.
    DisputeRepresented,
    /// Contested to the end, a ruling for the cardholder if the amount is worth one.
    DisputeWon,
    /// Contested to the end, a ruling for the shop if the amount is worth one.
    DisputeLost,
    /// Contested so late that a wallet cannot pass the claim on.
    DisputeLate,
    /// Contested; the shop presents again when a wallet's own time is over.
    DisputeStuck,
    /// Contested; the shop has gone out of business.
    DisputeShopGone,
}

/// What a traced payment can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PurposeName {
    /// Something is bought at a shop.
    Purchase,
    /// Money for somebody else who has the product.
    Transfer,
    /// Money for somebody who has it not, at their bank.
    TransferToBank,
    /// A payday's money for the fund behind the account.
    Subscription,
    /// All that lies in the fund, out of it.
    Redemption,
    /// A credit card is paid off.
    Repayment,
}

/// Scenarios to read.
#[derive(Debug, Args)]
pub struct Check {
    /// The scenario files.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Print only whether they are right.
    #[arg(long)]
    pub quiet: bool,
}
