//! A market of one of each, small enough to compute its fees by hand.

use crate::domain::adoption::Adoption;
use crate::domain::calendar::{Calendar, Curve};
use crate::domain::card::{Card, Entry, Funding};
use crate::domain::dispute::Disputes;
use crate::domain::fee::{Fee, FeeBook, FeeClass, FeeKind, FeeRow, Tariff};
use crate::domain::incentive::Steering;
use crate::domain::market::{Bank, LinkLaw, Market, TimeLimits};
use crate::domain::merchant::{Acceptance, Category, Equipment, MerchantGroup, Place, Purpose, Technologies, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::party::{Party, PartyId, Role};
use crate::domain::person::People;
use crate::domain::product::{BankGate, Collection, Costs, Credential, Enrolment, Flow, Handset, Liability, Product, Sim};
use crate::domain::protection::Protections;
use crate::domain::threat::Threats;
use crate::domain::transfer::TransferTerms;
use jiff::civil::{Date, date};

pub(super) const PEOPLE: PartyId = PartyId(0);
pub(super) const BANK: PartyId = PartyId(1);
pub(super) const WALLET: PartyId = PartyId(2);
pub(super) const PROXY: PartyId = PartyId(3);
pub(super) const ACQUIRER: PartyId = PartyId(4);
pub(super) const NETWORK: PartyId = PartyId(5);
pub(super) const SHOP: PartyId = PartyId(6);
pub(super) const INNER_ACQUIRER: PartyId = PartyId(7);
pub(super) const PROXY_NETWORK: PartyId = PartyId(8);

pub(super) const START: Date = date(2011, 9, 1);
const NOTHING: Money = Money::ZERO;

fn fee(ppm: i64, fixed: i64) -> Fee {
    Fee::uncapped(Rate::from_ppm(ppm), Money::from_minor(fixed))
}

/// Interchange: rewards 1.51 % + 0.10 in person, 1.95 % + 0.10 remote; debit 0.05 % + 0.22; prepaid 1.15 % + 0.15.
/// Assessments: 0.11 % in person, 0.20 % remote.
fn fees() -> FeeBook {
    let row = |kind, network, funding, entry, fee| FeeRow { kind, network, funding, entry, class: None, from: START, fee };
    let interchange = |network, funding, entry, fee| row(FeeKind::Interchange, Some(network), Some(funding), entry, fee);
    let rows = vec![
        interchange(NETWORK, Funding::RewardsCredit, Some(Entry::CardPresent), fee(15_100, 10)),
        interchange(NETWORK, Funding::RewardsCredit, Some(Entry::CardNotPresent), fee(19_500, 10)),
        interchange(NETWORK, Funding::DebitRegulated, None, fee(500, 22)),
        interchange(PROXY_NETWORK, Funding::Prepaid, None, fee(11_500, 15)),
        row(FeeKind::Assessment, None, None, Some(Entry::CardPresent), fee(1_100, 0)),
        row(FeeKind::Assessment, None, None, Some(Entry::CardNotPresent), fee(2_000, 0)),
    ];
    FeeBook::new(rows, vec![])
}

/// The same prices, but 0.9 % of interchange up to 0.57, 0.13 % of assessment and 1.25 % of discount up to 0.80 where people eat; and the
/// category of those who do.
pub(super) fn restaurants() -> (FeeBook, Category) {
    let class = Some(FeeClass(1));
    let row = |kind, fee| FeeRow { kind, network: None, funding: None, entry: None, class, from: START, fee };
    let capped = |ppm, cap| Fee { cap: Some(Money::from_minor(cap)), ..fee(ppm, 0) };
    let mut rows = fees().rows().to_vec();
    rows.extend([
        row(FeeKind::Interchange, capped(9_000, 57)),
        row(FeeKind::Assessment, fee(1_300, 0)),
        row(FeeKind::MerchantDiscount, capped(12_500, 80)),
    ]);
    let category = Category {
        name: "meals".to_owned(),
        purpose: Purpose::Purchase,
        place: Place::Shop,
        fee_class: FeeClass(1),
        stickiness: 0.0,
        home_share: 0.0,
        payments_per_year: 1.0,
        cash_share: 0.0,
        ticket_median_minor: 1_000,
        ticket_sigma: 0.0,
        weekend_factor: 1.0,
        month_factors: [1.0; 12],
        hour_weights: [1.0; 24],
        refund_share: 0.0,
        refund_days: 1.0,
        partial_refund_share: 0.0,
        dispute_per_10k: 0.0,
    };
    (FeeBook::new(rows, vec!["restaurant".to_owned()]), category)
}

pub(super) fn tariff() -> Tariff {
    fees().tariff(START, 9)
}

fn bank() -> Bank {
    Bank {
        party: BANK,
        debit_share: 1.0,
        credit_share: 1.0,
        revolving: Rate::ZERO,
        interest: Rate::ZERO,
        repaid_per_month: Rate::ALL,
        rewards_share: 1.0,
        rewards_rate: Rate::from_ppm(10_000),
        risk_separation: 3.0,
        risk_false_positive_rate: 0.001,
        servers: 1,
        service_ms: 1.0,
        background_per_day: 0.0,
        processing_millicents: 0,
        handling_cost: NOTHING,
        reissue_cost: NOTHING,
        outages_per_year: 0.0,
        outage_hours: 0.0,
        integration_months: 0.0,
        integration_cost: NOTHING,
        expected_value: NOTHING,
        expected_take_up: 0.0,
        deposit_margin: Rate::ZERO,
        online_banking_share: Curve::default(),
        login_failed_share: 0.0,
        quick_pay_limit: Money::from_minor(i64::MAX),
        password_share: 0.0,
        password_above: Money::from_minor(i64::MAX),
        binding_password_share: 0.0,
        reserve_servers: 0,
        failover_share: 0.0,
    }
}

fn product() -> Product {
    Product {
        name: "wallet".to_owned(),
        operator: WALLET,
        is_counted: true,
        flow: Flow::ProxyNested,
        launch: START,
        bank_gate: BankGate::Any,
        carriers: vec![],
        supported_phone_share: 1.0,
        ticket_limit: Money::from_minor(1_000_000),
        proxy_issuer: PROXY,
        proxy_network: PROXY_NETWORK,
        inner_acquirer: INNER_ACQUIRER,
        monitoring_vendor: WALLET,
        monitoring: None,
        has_remote_disable: false,
        restore_days: 0.0,
        enrolment: Enrolment {
            trouble: 0.0,
            drop_out_share: 0.0,
            refused_share: 0.0,
            impostors_caught_share: 0.0,
            provisioning_failure_share: 0.0,
            provisioning_ms: 1.0,
        },
        costs: Costs {
            offers_data: NOTHING,
            platform_fixed: NOTHING,
            support: NOTHING,
            acquisition: NOTHING,
            programme_fee: NOTHING,
            inner_markup_millicents: 0,
            prefunding_rate: Rate::ZERO,
            proxy_assessment: Rate::ZERO,
            proxy_processor_millicents: 0,
        },
        liability: Liability { wallet_share_of_proxy: Rate::ZERO, shop_share: Rate::ZERO, cardholder_cap: NOTHING, late_report_days: 60 },
        credential: Credential::PhoneElement,
        reach: 1.0,
        sim: Sim::default(),
        integration_scale: 1.0,
        collection: Collection::default(),
        incentive: None,
        steering: Steering::default(),
        reminder: 0.0,
        consideration_scale: 1.0,
        initial_share: 0.0,
        initial_habit: None,
        habit_start: None,
        stored: None,
        prepaid: None,
        account: None,
        remote: None,
        bill: None,
        purse: None,
        fund: None,
        transfer: TransferTerms { fee: Rate::ZERO, least: NOTHING, most: NOTHING, invitation_share: 0.0 },
        is_value_counted: true,
        technologies: Technologies::only(Technology::Contactless),
        handset: Handset::NearField,
        categories: u64::MAX,
        integrated: vec![],
        parallel_projects: 1,
    }
}

/// The shop pays 1.90 % + 0.10 and saves 0.5 % where a payment replaces cash; rewards are 1 %. Card 0 is rewards credit, card 1 debit.
pub(super) fn market() -> Market {
    let party = |name: &str, role| Party { name: name.to_owned(), role };
    let card = |funding| Card { issuer: BANK, network: NETWORK, funding };
    Market {
        parties: vec![
            party("people", Role::User),
            party("bank", Role::Issuer),
            party("wallet", Role::Wallet),
            party("proxy issuer", Role::ProxyIssuer),
            party("acquirer", Role::Acquirer),
            party("network", Role::Network),
            party("shop", Role::Merchant),
            party("inner acquirer", Role::Acquirer),
            party("proxy network", Role::Network),
        ],
        calendar: Calendar::new(START, vec![]),
        people: People { count: 100, neighbours: 0, initial_trust: 1.0 },
        segments: vec![],
        smartphone_share: Curve::default(),
        nfc_share: Curve::default(),
        set_top_share: Curve::new(vec![(START, 0.0)]),
        computer_share: Curve::new(vec![(START, 0.0)]),
        categories: vec![],
        merchants: vec![MerchantGroup {
            name: "shop".to_owned(),
            party: SHOP,
            category: 0,
            acquirer: ACQUIRER,
            share: 1.0,
            shops_per_district: 1,
            is_national: false,
            locations: 1,
            taken_share: [1.0; Technology::ALL.len()],
            on_share: [1.0; Technology::ALL.len()],
            blocks: Technologies::NONE,
            ready_share: 0.0,
            discount_rate: Rate::from_ppm(19_000),
            discount_fixed: Money::from_minor(10),
            margin: 0.0,
            closures_per_year: 0.0,
            belief: 1.0,
            tip: Rate::ZERO,
            tipped_share: 0.0,
            preauthorization: NOTHING,
        }],
        acceptance: Acceptance {
            reviews_per_year: 0.0,
            terminal_life_years: 1.0,
            equipment: [Equipment::default(); Technology::ALL.len()],
            believed_uplift: 0.0,
            belief_sigma: 0.0,
            cash_handling: Rate::from_ppm(5_000),
            terminals_per_location: 1.0,
            switching: NOTHING,
            delivered_on_share: 0.0,
            acquirer_share: 0.0,
            realised_uplift: 0.0,
            loss_weight: 0.0,
            loss_half_life_months: 12.0,
            sponsored_share: [0.0; Technology::ALL.len()],
        },
        banks: vec![bank()],
        cards: vec![card(Funding::RewardsCredit), card(Funding::DebitRegulated)],
        networks: vec![],
        regulators: vec![],
        licensing: None,
        carriers: vec![],
        processors: vec![],
        products: vec![product()],
        fees: fees(),
        adoption: no_adoption(),
        threats: no_threats(),
        protections: Protections::default(),
        links: [LinkLaw { median_ms: 1.0, sigma: 0.0, loss_ppm: 0 }; 7],
        limits: TimeLimits { terminal_ms: 1, stand_in_ms: 1, inner_ms: 1 },
        disputes: disputes(),
        script: vec![],
        plastic_sample: 1,
        payday_every_days: 14,
        partnerships: vec![],
    }
}

/// A chargeback costs the merchant 20.00, a lost ruling 400.00.
fn disputes() -> Disputes {
    Disputes {
        remote_factor: 1.0,
        complaint_days: 25.0,
        limit_days: 120,
        reply_days: 30,
        handling_days: 3.0,
        ruling_days: 45.0,
        reason_shares: [0.0; 3],
        weak_share: 0.0,
        copy_share: 0.0,
        knows_receipt_share: 0.0,
        tap_proof_share: 0.0,
        sale_proof_share: 0.0,
        wallet_proof_share: 0.0,
        convinced_share: 0.0,
        cardholder_wins_share: 0.0,
        contest_cost: NOTHING,
        chargeback_fee: Money::from_minor(2_000),
        ruling_fee: Money::from_minor(40_000),
    }
}

fn no_adoption() -> Adoption {
    Adoption {
        p_per_year: 0.0,
        q_per_year: 0.0,
        neighbour_per_year: 0.0,
        reconsider_per_year: 0.0,
        attraction: 0.0,
        weight_shops: 0.0,
        weight_friends: 0.0,
        weight_risk: 0.0,
        weight_protection: 0.0,
        weight_choice: 0.0,
        weight_incentive: 0.0,
        incentive_scale_minor: 1.0,
        leave_hunter_per_year: 0.0,
        funding_preference: 20.0,
        weight_reward_per_pct: 0.0,
        funding_reviews_per_year: 0.0,
        switch_after_decline: 0.0,
        taste_scale: 1.0,
        habit_start: 0.0,
        habit_cap: 0.0,
        habit_gain: 0.0,
        habit_loss: 0.0,
        habit_loss_dead: 0.0,
        habit_half_life_days: 100_000.0,
        trust_loss_fraud: 0.0,
        trust_loss_alarm: 0.0,
        trust_loss_neighbour_share: 0.0,
        neighbour_hears_share: 0.0,
        trust_gain: 0.0,
        news_per_bp: 0.0,
        news_breach: 0.0,
        news_half_life_months: 1.0,
        leave_after_fraud: 0.0,
        leave_after_alarm: 0.0,
        leave_after_decline: 0.0,
        leave_dormant_per_year: 0.0,
        returns_per_year: 0.0,
        return_trouble: 0.0,
        dormant_days: 90,
    }
}

fn no_threats() -> Threats {
    Threats {
        lost_device_per_year: 0.0,
        opened_share: 0.0,
        exposure_per_payment: 0.0,
        contactless_exposure_share: 0.0,
        boost: None,
        breaches_per_year: 0.0,
        breach_reach_share: 0.0,
        breach_misuse_share: 0.0,
        breach_misuse_days: 1.0,
        guesses_per_year: 0.0,
        common_pin_shares: vec![],
        run_length: 1.0,
        run_gap_hours: 1.0,
        ticket_minor: 1,
        ticket_sigma: 0.0,
        loss_report_hours: 1.0,
        bank_report_hours: 0.0,
        discovery_days: 1.0,
        shipping_hours: 1.0,
        remote_merchant: 0,
        breach_detection_days: 0.0,
        breach_reissue_share: 0.0,
        breach_reissue_days: 0.0,
        malware: None,
        privacy: None,
        hijack: None,
        compromise: None,
        deception: None,
        counterfeit: None,
        thieves: None,
    }
}
