//! Whole scenarios: the shipped files load, and every kind of mistake names its place and its mend.

mod shipped;
