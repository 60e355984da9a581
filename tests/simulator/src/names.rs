//! Made-up people: plausible account names, the same for the same seed.

use std::collections::HashMap;

use crate::random::Random;

const FIRST: &[&str] = &[
    "alice", "amara", "andrei", "anna", "anton", "aylin", "ben", "bruno", "carla", "carlos",
    "chiara", "chloe", "daan", "dario", "david", "elena", "elif", "emil", "emma", "erik", "fatima",
    "felix", "finn", "frida", "gabriel", "grace", "hanna", "hugo", "ida", "ines", "ivan", "jakob",
    "jana", "jin", "joao", "jonas", "julia", "kai", "karim", "katja", "kenji", "lara", "lea",
    "leon", "lin", "lucas", "luisa", "maja", "marek", "maria", "marta", "mateo", "mia", "milan",
    "nadia", "nils", "nina", "noah", "nora", "oleg", "olivia", "omar", "oscar", "paula", "pavel",
    "petra", "priya", "rafael", "rania", "robin", "rosa", "sakura", "samir", "sara", "sofia",
    "stefan", "tariq", "teresa", "theo", "tomas", "vera", "victor", "wei", "yara", "yusuf", "zoe",
];

const LAST: &[&str] = &[
    "abbas",
    "adler",
    "almeida",
    "andersen",
    "bakker",
    "baumann",
    "becker",
    "bianchi",
    "brandt",
    "carvalho",
    "castro",
    "chen",
    "costa",
    "dahl",
    "demir",
    "dubois",
    "eriksen",
    "fernandez",
    "ferrari",
    "fischer",
    "fontaine",
    "garcia",
    "gruber",
    "haddad",
    "hansen",
    "hoffmann",
    "horvath",
    "ito",
    "ivanov",
    "jansen",
    "johansson",
    "kaya",
    "keller",
    "khan",
    "kim",
    "kowalski",
    "kumar",
    "larsen",
    "lehmann",
    "lopez",
    "martin",
    "mazur",
    "meyer",
    "moreau",
    "mueller",
    "nakamura",
    "nguyen",
    "novak",
    "okafor",
    "olsen",
    "park",
    "patel",
    "pereira",
    "popov",
    "ricci",
    "romano",
    "rossi",
    "sato",
    "schmidt",
    "schneider",
    "silva",
    "singh",
    "smirnov",
    "sommer",
    "sorensen",
    "suzuki",
    "tanaka",
    "torres",
    "urban",
    "vargas",
    "virtanen",
    "wagner",
    "wang",
    "weber",
    "winter",
    "yilmaz",
    "zhang",
    "zimmermann",
];

/// Names that a table, a path or a filter may trip over.
pub(crate) const ODD: &[&str] = &[
    "мария.иванова",
    "李伟",
    "田中さくら",
    "محمد.الأحمد",
    "דוד.כהן",
    "γιώργος.παππάς",
    "50%.discount",
    "a%2fb",
    "dev/ops",
    "..",
    "🦊fox",
    "👩‍💻.remote",
    "o'neil\"",
    "<b>bold</b>",
    "tab\there",
    "me",
    "build-robot-of-the-continuous-integration-cluster-in-the-second-availability-zone-of-the-northern-region-which-nobody-remembers-creating-but-everybody-depends-on",
    "e\u{301}lodie",
];

/// Gives names that were not given before.
#[derive(Debug, Default)]
pub(crate) struct Names {
    given: HashMap<String, u32>,
}

impl Names {
    /// Keeps a name from being given.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.given.insert(name.to_owned(), 1);
    }

    /// A new name: `anna.weber`, and `anna.weber2` for the second of them.
    pub(crate) fn next(&mut self, random: &mut Random) -> String {
        let first = random.pick(FIRST).unwrap_or("anna");
        let last = random.pick(LAST).unwrap_or("weber");
        let name = format!("{first}.{last}");
        let count = self.given.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            name
        } else {
            format!("{name}{count}")
        }
    }
}
