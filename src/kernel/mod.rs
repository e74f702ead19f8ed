//! Kernel: time, chance, and the order in which things happen. It knows no money and no payments.
//!
//! # How a run goes
//!
//! The world is split into *districts*. Each has a state of its own and an [`Agenda`] of messages, handled in the total order of
//! (time, sequence). All districts run one [`Window`] of time side by side, sharing nothing; then the *head office* sees their reports and
//! publishes a bulletin for the next window. So a result never depends on the number of threads.
//!
//! Chance has no running state either. A draw is addressed: by [`Seed`], [`Purpose`] and whatever it is for. Candidate events ([`Points`])
//! fall alike under every strategy, and a strategy decides only which of them happen; so two runs differ by what their strategies do and not
//! by luck.
//!
//! # A model of one's own
//!
//! Coins fall on people. Who gets one passes it to another district a minute later, until the head office, which counts, says stop.
//!
//! ```
//! use std::ops::ControlFlow;
//! use paycosm::kernel::{Agenda, Cell, Engine, HeadOffice, Model, Outcome, Points, Purpose, Seed, Span, Time, Window, accepted};
//!
//! struct Coins { points: Points, districts: u32 }
//!
//! #[derive(Clone, Copy)]
//! enum Message { Found { person: u32 }, Passed }
//!
//! /// Coins found by each person, and coins passed on by others.
//! struct District { found: Vec<u32>, passed: u32 }
//!
//! impl Model for Coins {
//!     type Message = Message;
//!     type District = District;
//!     type Report = u32;    // coins passed, so far
//!     type Bulletin = bool; // whether coins still fall
//!
//!     fn open(&self, district: &mut District, window: Window, falling: &bool, agenda: &mut Agenda<Message>) {
//!         let cell = Cell { district: agenda.district(), window: window.index, class: 0 };
//!         let hazard = if *falling { 0.5 } else { 0.0 };
//!         let people = 0..district.found.len() as u32;
//!         self.points.for_each(cell, people, window.length(), 1.0, |point| {
//!             // Half of the candidates happen; a hazard above the cap of 1 would be an error.
//!             if accepted(point.mark, hazard, 1.0) == Ok(true) {
//!                 agenda.schedule(window.start + point.at, Message::Found { person: point.person });
//!             }
//!         });
//!     }
//!
//!     fn handle(&self, district: &mut District, _: &bool, at: Time, message: Message, agenda: &mut Agenda<Message>) {
//!         match message {
//!             Message::Found { person } => {
//!                 district.found[person as usize] += 1;
//!                 let next = (agenda.district() + 1) % self.districts;
//!                 agenda.send(next, at + Span::from_secs(60), Message::Passed);
//!             }
//!             Message::Passed => district.passed += 1,
//!         }
//!     }
//!
//!     fn close(&self, district: &mut District, _: Window, _: &bool, _: &mut Agenda<Message>) -> u32 {
//!         district.passed
//!     }
//! }
//!
//! /// Stops the coins at a total.
//! struct Mint { total: u32 }
//!
//! impl HeadOffice<Coins> for Mint {
//!     fn decide(&mut self, _: Window, reports: &mut Vec<u32>) -> bool {
//!         reports.iter().sum::<u32>() < self.total
//!     }
//! }
//!
//! let key = Seed { seed: 42, replicate: 0 }.key(Purpose(1));
//! let model = Coins { points: Points::new(key), districts: 3 };
//! let districts = (0..3).map(|_| District { found: vec![0; 100], passed: 0 }).collect();
//! let mut engine = Engine::new(model, districts, true, Span::DAY);
//!
//! let mut mint = Mint { total: 1_000 };
//! let outcome = engine.run(&mut mint, 0..30, 2, |_| ControlFlow::Continue(()));
//! assert_eq!(outcome, Outcome::Finished);
//!
//! let passed: u32 = engine.districts().iter().map(|d| d.passed).sum();
//! let found: u32 = engine.districts().iter().flat_map(|d| &d.found).sum();
//! assert_eq!(passed, found, "every coin found was passed on");
//! assert!((1_000..1_600).contains(&passed));
//! ```
//!
//! # Where to look
//!
//! | Module | Noun |
//! |---|---|
//! | [`time`] | instants, spans, windows |
//! | [`random`] | keys and streams of random numbers |
//! | [`points`], [`own_points`] | candidate events, thinned: of anybody, of each person |
//! | [`hazard`] | clocks of cumulative hazard |
//! | [`agenda`] | a district's queue |
//! | [`engine`] | districts, windows, head offices |
//! | [`office`] | waiting at a front office |
//! | [`link`] | latency, loss, outage |
//! | [`poisson`], [`normal`] | laws that the others draw from |

pub mod agenda;
mod desk;
pub mod engine;
pub mod hazard;
mod late;
pub mod link;
pub mod normal;
pub mod office;
pub mod own_points;
pub mod points;
pub mod poisson;
mod post;
pub mod random;
mod sort;
pub mod time;

pub use agenda::{Agenda, Letter};
pub use engine::{Engine, HeadOffice, Model, Outcome};
pub use hazard::HazardClock;
pub use link::{Link, Outage};
pub use office::{FrontOffice, Waiting};
pub use own_points::{CountLaw, OwnPoints};
pub use points::{Cell, HazardAboveCap, Point, Points, accepted};
pub use random::{Key, Purpose, Seed, Stream};
pub use time::{Span, Time, Window};
