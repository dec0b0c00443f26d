//! Exact decimal numbers, as large as texts have them.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// A non-negative decimal number: `units` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: u128,
    scale: u32,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { units: 0, scale: 0 };

    /// `units` × 10^-`scale`.
    pub const fn new(units: u128, scale: u32) -> Decimal {
        Decimal { units, scale }
    }

    /// `None` where the sum is too large.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let units = self.scaled(scale)?.checked_add(other.scaled(scale)?)?;
        Some(Decimal { units, scale }.normal())
    }

    /// `None` where the product is too large.
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        let units = self.units.checked_mul(other.units)?;
        Some(Decimal { units, scale: self.scale.checked_add(other.scale)? }.normal())
    }

    /// Rounded to so many digits, the ones before the point included where there are more.
    pub fn rounded(self, digits: u32) -> Decimal {
        let mut number = self.normal();
        let limit = 10_u128.saturating_pow(digits);
        while number.scale > 0 && number.units >= limit {
            number = Decimal { units: (number.units + 5) / 10, scale: number.scale - 1 };
        }
        number.normal()
    }

    /// The number, if it is whole and fits.
    pub fn whole(self) -> Option<u64> {
        let number = self.normal();
        if number.scale == 0 { u64::try_from(number.units).ok() } else { None }
    }

    fn scaled(self, scale: u32) -> Option<u128> {
        self.units.checked_mul(10_u128.checked_pow(scale - self.scale)?)
    }

    /// Without zeros at the end of the fraction.
    fn normal(mut self) -> Decimal {
        while self.scale > 0 && self.units.is_multiple_of(10) {
            self.units /= 10;
            self.scale -= 1;
        }
        self
    }
}

impl From<u64> for Decimal {
    fn from(whole: u64) -> Decimal {
        Decimal::new(u128::from(whole), 0)
    }
}

impl FromStr for Decimal {
    type Err = ParseIntError;

    /// Plain: `440000`, `4.5`.
    fn from_str(text: &str) -> Result<Decimal, ParseIntError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let units = format!("{whole}{fraction}").parse()?;
        Ok(Decimal { units, scale: fraction.len() as u32 })
    }
}

impl fmt::Display for Decimal {
    /// Plain: `440000`, `4.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decimal { units, scale } = self.normal();
        if scale == 0 {
            return write!(f, "{units}");
        }
        let digits = format!("{units:0>width$}", width = scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
        write!(f, "{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let d = Decimal::new;
        assert_eq!(d(45, 1).times(d(10_000, 0)), Some(d(45_000, 0)));
        assert_eq!(d(45, 1).plus(d(5, 1)).and_then(Decimal::whole), Some(5));
        assert_eq!(d(5, 3).to_string(), "0.005");
        assert_eq!("0.0050".parse::<Decimal>().map(|n| n.to_string()), Ok("0.005".to_owned()));
        assert!("-1".parse::<Decimal>().is_err() && ".".parse::<Decimal>().is_err());
        assert_eq!(d(4500, 2).to_string(), "45");
        assert_eq!(d(2_589_988, 4).rounded(4).to_string(), "259");
        assert_eq!(d(u128::MAX, 0).times(d(10, 0)), None);
        assert_eq!(d(u128::MAX, 0).plus(d(1, 1)), None);
        assert_eq!(d(15, 1).whole(), None);
    }
}
