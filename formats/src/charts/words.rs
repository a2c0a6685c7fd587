//! Lines of text. Nothing measures fonts here: widths are those of a wide font, so that text fits in others, too.

/// About how wide a text is.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(letter).sum::<f64>() * size
}

/// About how wide a letter is, in sizes of the font.
fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'ì' | 'í' | 'ĩ' | 'ỉ' | 'ị' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => {
            0.32
        }
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '"' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.95,
        letter if letter.is_uppercase() => 0.72,
        _ => 0.61,
    }
}

/// Breaks a text into lines; what does not fit into the last one is cut.
pub fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + 0.32 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > most;
    lines.truncate(most);
    let count = lines.len();
    for (at, line) in lines.iter_mut().enumerate() {
        fit(line, size, room, is_cut && at + 1 == count);
    }
    lines
}

/// Shortens a line to the room that there is, with a sign that something is missing.
fn fit(line: &mut String, size: f64, room: f64, is_cut: bool) {
    if !is_cut && width(line, size) <= room {
        return;
    }
    while !line.is_empty() && width(line, size) + size > room {
        line.pop();
    }
    line.truncate(line.trim_end().len());
    line.push('…');
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_text_is_broken_and_then_cut() {
        assert_eq!(wrap("Thị trấn Thông Nông", 10.0, 70.0, 2), ["Thị trấn", "Thông Nông"]);
        assert_eq!(wrap("một hai ba bốn năm sáu", 10.0, 45.0, 2), ["một hai", "ba bốn…"]);
        assert!(wrap("", 10.0, 45.0, 2).is_empty());
    }
}
