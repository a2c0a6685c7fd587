//! Vietnamese order and folding of text. Knows letters and tones only, nothing of names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters in Vietnamese order; f, j, w and z stand where other languages have them.
const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// Combining marks of the tones in their order: huyền, hỏi, ngã, sắc, nặng.
const TONES: &str = "\u{300}\u{309}\u{303}\u{301}\u{323}";
/// Stands for the letter a in a key, the next letters follow. No letter of a decomposed lower-case text
/// but đ lies in this range, and đ is one of the letters.
const FIRST_LETTER: u32 = 0x100;
/// Stands between letters and tones: below every character a text of words can hold.
const SEPARATOR: char = '\t';

/// A text that sorts byte by byte as `text` does in Vietnamese: by all letters, then by tones, whatever the case.
///
/// It is at most twice as long as the text and one character.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut tones = String::with_capacity(text.len());
    for c in collapse(&text.to_lowercase()).nfd() {
        if let Some(tone) = ('1'..).zip(TONES.chars()).find_map(|(tone, mark)| (mark == c).then_some(tone)) {
            tones.pop();
            tones.push(tone);
        } else {
            bare.push(c);
            if !is_combining_mark(c) {
                tones.push('0');
            }
        }
    }
    let mut key: String = bare.nfc().filter(|c| !is_combining_mark(*c)).map(place).collect();
    let tones = tones.trim_end_matches('0');
    if !tones.is_empty() {
        key.push(SEPARATOR);
        key.push_str(tones);
    }
    key
}

/// The text to search by: lower case, đ as d, without diacritics, single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare: String =
        text.to_lowercase().replace('đ', "d").nfd().filter(|c| !is_combining_mark(*c)).collect();
    collapse(&bare)
}

fn place(c: char) -> char {
    (FIRST_LETTER..)
        .zip(LETTERS.chars())
        .find(|(_, letter)| *letter == c)
        .and_then(|(n, _)| char::from_u32(n))
        .unwrap_or(c)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{fold, sort_key};

    fn assert_ordered(words: &[&str]) {
        for pair in words.windows(2) {
            assert!(sort_key(pair[0]) < sort_key(pair[1]), "{} must come before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn letters_follow_the_vietnamese_alphabet() {
        let alphabet = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y";
        assert_ordered(&alphabet.split(' ').collect::<Vec<_>>());
        assert_ordered(&["Cẩm", "Dương", "Đào", "Em", "Ích", "Ong", "Ông", "Ơn"]);
    }

    #[test]
    fn tones_follow_their_order_and_count_after_all_letters() {
        assert_ordered(&["ma", "mà", "mả", "mã", "má", "mạ"]);
        assert_ordered(&["mấ", "mậ", "mậb"]);
        assert_ordered(&["Bế Anh", "Bê Bình", "Bế Bình"]);
        assert_ordered(&["Hạ Lang", "Hà Quảng"]);
    }

    #[test]
    fn shorter_texts_spaces_signs_and_digits_come_before_letters() {
        assert_ordered(&["An", "An 1", "An 2", "An An", "Ana", "Anh", "Ăn", "Ân"]);
        assert_ordered(&["Ạ", "A-1", "Ab"]);
        assert_ordered(&["A(", "A0", "A[", "Aa"]);
    }

    #[test]
    fn case_form_and_spaces_do_not_matter() {
        assert_eq!(sort_key("ĐÀM  Thủy "), sort_key("đàm thủy"));
        assert_eq!(sort_key("Nậm"), sort_key("Na\u{323}\u{302}m"));
        assert!(sort_key(&"ậ".repeat(120)).chars().count() <= 241);
    }

    #[test]
    fn folding_leaves_bare_letters() {
        assert_eq!(fold("  Tổ hợp tác  ĐỘC Lập\u{a0}Ơn "), "to hop tac doc lap on");
        assert_eq!(fold("Lý Quốc"), fold("LÝ QUÔ\u{301}C"));
        assert_eq!(fold("H'Mông 2"), "h'mong 2");
    }
}
