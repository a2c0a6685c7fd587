//! Passwords that everybody tries first: known words and phrases, runs, repeats and years. Asks no service about them.

use std::collections::HashSet;
use std::sync::LazyLock;

use entity::vietnamese::fold;

/// Words and phrases, one a line, folded and without separators.
const LIST: &str = include_str!("common_passwords.txt");
/// So many further characters do not make a known password a new one.
const FEW: usize = 4;
/// The longest period of a repeat.
const LONGEST_PERIOD: usize = 8;
/// The fewest characters of a run like `aaaa` or `4321`.
const SHORTEST_RUN: usize = 4;
/// The shortest of the given words to count, so that initials do not.
const SHORTEST_WORD: usize = 3;

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());
static LONGEST: LazyLock<usize> = LazyLock::new(|| KNOWN.iter().map(|word| word.len()).max().unwrap_or(0));

/// True when little is left of the password without known words, the words given, and runs.
pub(super) fn is_known(password: &str, words: &[&str]) -> bool {
    let bare = bare(password);
    let words: HashSet<String> = words
        .iter()
        .flat_map(|text| text.split([' ', '.', '-', '_']).chain([*text]))
        .map(bare_word)
        .filter(|word| word.len() >= SHORTEST_WORD)
        .collect();
    is_repeat(&bare) || left_over(&bare, &words) <= FEW
}

/// The password in lower case, without tones and separators.
fn bare(password: &str) -> Vec<char> {
    fold(password).chars().filter(|c| !matches!(c, ' ' | '.' | ',' | '-' | '_')).collect()
}

fn bare_word(word: &str) -> String {
    bare(word).into_iter().collect()
}

/// True when a few characters are repeated to the end.
fn is_repeat(text: &[char]) -> bool {
    (1..=LONGEST_PERIOD.min(text.len() / 2))
        .any(|period| text.iter().zip(text.iter().skip(period)).all(|(a, b)| a == b))
}

/// The fewest characters that no known word, no word given, no run and no year covers.
fn left_over(text: &[char], words: &HashSet<String>) -> usize {
    let longest = words.iter().map(String::len).max().unwrap_or(0).max(*LONGEST);
    let mut least: Vec<usize> = (0..=text.len()).collect();
    for end in 1..=text.len() {
        let mut best = least[end - 1] + 1;
        let mut word = String::new();
        for start in (end.saturating_sub(longest)..end).rev() {
            word.insert(0, text[start]);
            let is_covered = KNOWN.contains(word.as_str())
                || words.contains(&word)
                || is_run(&text[start..end])
                || is_year(&word);
            if is_covered {
                best = best.min(least[start]);
            }
        }
        least[end] = best;
    }
    least[text.len()]
}

/// True for characters that are all alike, or follow one another up or down.
fn is_run(text: &[char]) -> bool {
    let step = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    let mut steps = text.windows(2).map(step);
    match steps.next() {
        Some(first @ -1..=1) => text.len() >= SHORTEST_RUN && steps.all(|step| step == first),
        _ => false,
    }
}

/// True for a year that somebody alive may have in mind.
fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{LIST, SHORTEST_WORD, bare_word, is_known};

    #[test]
    fn the_list_is_folded_and_says_nothing_twice() {
        let mut seen = HashSet::new();
        for word in LIST.lines() {
            assert_eq!(bare_word(word), word);
            assert!(word.len() >= SHORTEST_WORD && seen.insert(word), "{word}");
        }
        assert!(seen.len() >= 300);
    }

    #[test]
    fn runs_and_repeats_are_known() {
        for password in [
            "aaaaaaaaaaaaaaa",
            "!!!!!!!!!!!!!!!",
            "123456789012345",
            "987654321098765",
            "abcdefghijklmno",
            "1234567890abcdef",
            "aaaaabbbbbccccc",
            "abcabcabcabcabc",
            "x7!kQx7!kQx7!kQ",
            "               ",
        ] {
            assert!(is_known(password, &[]), "{password}");
        }
    }

    #[test]
    fn known_words_are_known_in_any_dress() {
        for password in [
            "passwordpassword",
            "Password12345678",
            "qwertyuiopasdfgh",
            "qwertyuiop123456",
            "1qaz2wsx3edc4rfv",
            "correct horse battery staple",
            "Hội Nông dân Cao Bằng",
            "hoinongdancaobang2024",
            "HoiNongDan@CaoBang",
            "caobang-ifad-cssp",
            "CSSP IFAD 2017-2024",
            "nongdan.caobang.04",
            "mật khẩu của tôi",
            "anhyeuemnhieulam",
            "Việt Nam muôn năm",
            "iloveyou123456789",
            "administrator2026",
        ] {
            assert!(is_known(password, &[]), "{password}");
        }
    }

    #[test]
    fn other_passwords_are_not_known() {
        for password in [
            "sương mù trên đèo Mã Phục",
            "ba con trâu qua suối",
            "tám cây quýt sau nhà",
            "384756291038475",
            "Xk7#mQ2$vL9!pR4",
            "cao bằng mùa hạt dẻ rụng",
        ] {
            assert!(!is_known(password, &[]), "{password}");
        }
    }
}
