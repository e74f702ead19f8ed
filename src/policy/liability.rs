//! Liability: who bears a fraud that went through.
//!
//! Card present, a bank's own card: the bank, but for the share that the networks' rules put on the shop. Card present, a virtual card: its issuer, who passes a share on to the wallet by contract,
//! because the wallet is merchant of record on the inner leg and is charged back; a prepaid card of a wallet's programme: alike, and its
//! holder nothing. An account with a processor: the processor, unless its own claims process refuses its customer. Card not present: the
//! merchant. A cardholder who reports late bears up to a cap of one case. Who was talked into sending money bears it.

use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::product::{Flow, Liability};

/// What liability looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Flow of the payment.
    pub flow: Flow,
    /// True for a prepaid card of the wallet's programme.
    pub is_prepaid: bool,
    /// True if the operator of an account does not believe its customer.
    pub is_refused: bool,
    /// True if the owner paid, talked into it.
    pub is_by_owner: bool,
    /// True if the card was not there.
    pub is_remote: bool,
    /// Issuer of the card that was used.
    pub issuer: PartyId,
    /// Operator of the wallet.
    pub wallet: PartyId,
    /// Issuer of the virtual card.
    pub proxy_issuer: PartyId,
    /// The shop.
    pub merchant: PartyId,
    /// The people.
    pub people: PartyId,
    /// True if the owner reported after the late limit.
    pub is_late: bool,
    /// True for the first payment of a case; only there the cardholder bears a part.
    pub is_first: bool,
}

/// Who bears how much of `amount` (one person's payment); the parts sum to it. The first entry names the main bearer.
#[must_use]
pub fn shares(rules: &Liability, case: &Case, amount: Money) -> [(PartyId, Money); 3] {
    let none = (case.people, Money::ZERO);
    if case.is_by_owner {
        // Who was talked into it has nobody to charge back.
        return [(case.people, amount), none, none];
    }
    if case.is_remote {
        return [(case.merchant, amount), none, none];
    }
    if case.flow.is_account() {
        let bearer = if case.is_refused { case.people } else { case.wallet };
        return [(bearer, amount), none, none];
    }
    if case.is_prepaid {
        let passed_on = rules.wallet_share_of_proxy.of(amount);
        return [(case.wallet, passed_on), (case.proxy_issuer, amount - passed_on), none];
    }
    let own = if case.is_late && case.is_first { amount.min(rules.cardholder_cap) } else { Money::ZERO };
    let rest = amount - own;
    if case.flow.is_proxied() {
        let passed_on = rules.wallet_share_of_proxy.of(rest);
        return [(case.wallet, passed_on), (case.proxy_issuer, rest - passed_on), (case.people, own)];
    }
    let shops = rules.shop_share.of(rest);
    let (banks, shops) = ((case.issuer, rest - shops), (case.merchant, shops));
    if shops.1 > banks.1 { [shops, banks, (case.people, own)] } else { [banks, shops, (case.people, own)] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Rate;

    const RULES: Liability = Liability {
        wallet_share_of_proxy: Rate::from_ppm(900_000),
        shop_share: Rate::ZERO,
        cardholder_cap: Money::from_minor(5_000),
        late_report_days: 2,
    };

    fn case(flow: Flow, is_remote: bool, is_late: bool) -> Case {
        Case {
            flow,
            is_prepaid: false,
            is_refused: false,
            is_by_owner: false,
            is_remote,
            issuer: PartyId(1),
            wallet: PartyId(2),
            proxy_issuer: PartyId(3),
            merchant: PartyId(4),
            people: PartyId(5),
            is_late,
            is_first: true,
        }
    }

    #[test]
    fn the_parts_sum_to_the_loss_for_every_amount() {
        for minor in 0..=20_000 {
            for flow in [Flow::CardInElement, Flow::ProxyNested] {
                for (is_remote, is_late) in [(false, false), (false, true), (true, false)] {
                    let parts = shares(&RULES, &case(flow, is_remote, is_late), Money::from_minor(minor));
                    assert_eq!(parts.iter().map(|p| p.1).sum::<Money>(), Money::from_minor(minor));
                    assert!(parts.iter().all(|p| p.1 >= Money::ZERO));
                }
            }
        }
    }

    #[test]
    fn a_shop_bears_its_share_of_a_banks_own_card_and_the_larger_share_comes_first() {
        let amount = Money::from_minor(10_000);
        let bears = |ppm, flow| {
            let rules = Liability { shop_share: Rate::from_ppm(ppm), ..RULES };
            shares(&rules, &case(flow, false, false), amount)
        };
        let [bank, shop, _] = bears(300_000, Flow::CardInElement);
        assert_eq!((bank, shop), ((PartyId(1), Money::from_minor(7_000)), (PartyId(4), Money::from_minor(3_000))));
        assert_eq!(bears(1_000_000, Flow::NetworkToken)[0], (PartyId(4), amount));
        assert_eq!(bears(1_000_000, Flow::ProxyNested)[0].0, PartyId(2), "behind a virtual card the wallet is the merchant");
    }

    #[test]
    fn who_was_talked_into_it_bears_it() {
        let amount = Money::from_minor(10_000);
        let deceived = Case { is_by_owner: true, ..case(Flow::RemoteAccount, false, false) };
        assert_eq!(shares(&RULES, &deceived, amount)[0], (PartyId(5), amount));
        assert_eq!(shares(&RULES, &case(Flow::RemoteAccount, false, false), amount)[0], (PartyId(2), amount), "else the processor");
    }

    #[test]
    fn the_wallet_bears_the_proxy_the_bank_its_own_card_the_shop_remote_misuse() {
        let amount = Money::from_minor(10_000);
        assert_eq!(shares(&RULES, &case(Flow::ProxyNested, false, false), amount)[0], (PartyId(2), Money::from_minor(9_000)));
        assert_eq!(shares(&RULES, &case(Flow::CardInElement, false, false), amount)[0], (PartyId(1), amount));
        assert_eq!(shares(&RULES, &case(Flow::CardInElement, true, false), amount)[0], (PartyId(4), amount));
        assert_eq!(shares(&RULES, &case(Flow::CardInElement, false, true), amount)[2], (PartyId(5), Money::from_minor(5_000)));
    }
}
