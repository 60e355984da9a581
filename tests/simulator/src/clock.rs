//! The simulator's time: a start plus what tests and servers add to it.

/// A clock that moves only when it is told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    base_ms: u64,
    offset_ms: u64,
}

impl Clock {
    /// The instant in which an in-process world begins: 2026-11-22 00:00:00 UTC.
    pub const START_MS: u64 = 1_795_305_600_000;

    /// A clock that shows this instant, in milliseconds since 1970.
    pub fn at(ms: u64) -> Self {
        Self {
            base_ms: ms,
            offset_ms: 0,
        }
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> u64 {
        self.base_ms.saturating_add(self.offset_ms)
    }

    /// Whole seconds since 1970.
    pub fn now_s(&self) -> u64 {
        self.now_ms() / 1000
    }

    /// Moves the clock on.
    pub fn advance_ms(&mut self, ms: u64) {
        self.offset_ms = self.offset_ms.saturating_add(ms);
    }

    /// Moves the clock to the beginning of the next second.
    pub fn next_second(&mut self) {
        self.advance_ms(1000 - self.now_ms() % 1000);
    }

    /// Takes back everything that was added.
    pub fn forget_advances(&mut self) {
        self.offset_ms = 0;
    }

    /// Lets the clock follow the wall; what was added by [`Clock::advance_ms`] stays added.
    pub fn follow(&mut self, wall_ms: u64) {
        self.base_ms = self.base_ms.max(wall_ms);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::at(Self::START_MS)
    }
}

/// The form that HTTP headers want: `Sun, 22 Nov 2026 00:00:00 GMT`.
pub fn http_date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = seconds / 86_400;
    let rest = seconds % 86_400;
    let (year, month, day) = civil(days);
    let pick = |list: &'static [&'static str], index: u64| {
        usize::try_from(index)
            .ok()
            .and_then(|index| list.get(index).copied())
            .unwrap_or_default()
    };
    format!(
        "{}, {day:02} {} {year:04} {:02}:{:02}:{:02} GMT",
        pick(&DAYS, days % 7),
        pick(&MONTHS, month - 1),
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// Year, month and day of a day counted from 1970.
pub(crate) fn civil(days: u64) -> (u64, u64, u64) {
    // Counting from 1 March of year 0 puts the leap day at the end of its year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_headers_want_them() {
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(
            http_date(Clock::START_MS / 1000),
            "Sun, 22 Nov 2026 00:00:00 GMT"
        );
        assert_eq!(http_date(951_782_400), "Tue, 29 Feb 2000 00:00:00 GMT");
    }

    #[test]
    fn an_advance_survives_the_wall() {
        let mut clock = Clock::at(1000);
        clock.advance_ms(500);
        clock.follow(3000);
        assert_eq!(clock.now_ms(), 3500);
        clock.next_second();
        assert_eq!(clock.now_ms(), 4000);
    }
}
