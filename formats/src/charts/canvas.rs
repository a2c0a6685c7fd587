//! Shapes and text of an SVG. Colours and fonts are attributes, so that no policy about styles can remove them.

use std::io;

use super::super::language::Language;
use super::super::xml::{Attributes, Xml};
use super::palette;

/// Every chart is as wide as a narrow screen; larger ones scale it.
pub const WIDTH: f64 = 360.0;

/// Fonts of systems that have Vietnamese letters.
const FONTS: &str = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif";

/// What a chart is drawn on.
pub struct Canvas {
    xml: Xml<Vec<u8>>,
    id: String,
}

/// What is said about a chart to people who do not see it.
pub struct Spoken<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub language: Language,
}

/// How text looks.
#[derive(Clone, Copy)]
pub struct Letters {
    pub size: f64,
    pub color: &'static str,
    pub is_bold: bool,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// White around the letters, where lines run behind them.
    pub has_halo: bool,
}

/// Small text in the usual colour.
pub const PLAIN: Letters =
    Letters { size: 11.0, color: palette::INK, is_bold: false, anchor: "start", has_halo: false };

impl Letters {
    /// All but the size.
    fn attributes(self) -> Vec<(&'static str, &'static str)> {
        let mut attributes = vec![("fill", self.color)];
        if self.is_bold {
            attributes.push(("font-weight", "700"));
        }
        if self.anchor != "start" {
            attributes.push(("text-anchor", self.anchor));
        }
        if self.has_halo {
            attributes.extend([("stroke", palette::PAPER), ("stroke-width", "3")]);
            attributes.extend([("stroke-linejoin", "round"), ("paint-order", "stroke")]);
        }
        attributes
    }
}

impl Canvas {
    /// A white sheet. The id is unique among charts, so that several can be on one page.
    pub fn new(id: String, height: f64, spoken: &Spoken<'_>) -> io::Result<Self> {
        let mut xml = Xml::fragment(Vec::new());
        let (title, description) = (format!("{id}-title"), format!("{id}-desc"));
        let language = spoken.language.code();
        xml.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", &format!("0 0 {WIDTH} {}", place(height))),
                ("width", &WIDTH.to_string()),
                ("height", &place(height)),
                ("role", "img"),
                ("lang", language),
                ("xml:lang", language),
                ("aria-labelledby", &format!("{title} {description}")),
                ("font-family", FONTS),
            ],
        )?;
        xml.text("title", &[("id", &title)], spoken.title)?;
        xml.text("desc", &[("id", &description)], spoken.description)?;
        let mut canvas = Self { xml, id };
        canvas.stripes()?;
        canvas.rect([0.0, 0.0, WIDTH, height], palette::PAPER, &[])?;
        Ok(canvas)
    }

    /// The pattern over what is withheld.
    fn stripes(&mut self) -> io::Result<()> {
        let id = format!("{}-stripes", self.id);
        let pattern = [
            ("id", id.as_str()),
            ("width", "6"),
            ("height", "6"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(45)"),
        ];
        self.xml.within("defs", &[], |xml| {
            xml.within("pattern", &pattern, |xml| {
                xml.empty("rect", &[("width", "6"), ("height", "6"), ("fill", palette::WITHHELD)])?;
                xml.empty("rect", &[("width", "1.6"), ("height", "6"), ("fill", palette::STRIPE)])
            })
        })
    }

    /// The fill for what is withheld.
    pub fn withheld(&self) -> String {
        format!("url(#{}-stripes)", self.id)
    }

    /// A rectangle: left, top, width, height.
    pub fn rect(
        &mut self,
        [x, y, width, height]: [f64; 4],
        fill: &str,
        more: Attributes<'_>,
    ) -> io::Result<()> {
        let (x, y, width, height) = (place(x), place(y), place(width), place(height));
        let own = [("x", x.as_str()), ("y", &y), ("width", &width), ("height", &height), ("fill", fill)];
        self.xml.empty("rect", &[&own[..], more].concat())
    }

    /// A line from one point to another.
    pub fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], color: &str, more: Attributes<'_>) -> io::Result<()> {
        let (x1, y1, x2, y2) = (place(x1), place(y1), place(x2), place(y2));
        let own = [("x1", x1.as_str()), ("y1", &y1), ("x2", &x2), ("y2", &y2), ("stroke", color)];
        self.xml.empty("line", &[&own[..], more].concat())
    }

    /// A closed shape.
    pub fn path(&mut self, path: &str, fill: &str) -> io::Result<()> {
        self.xml.empty("path", &[("d", path), ("fill", fill)])
    }

    /// A line of text, standing on its baseline.
    pub fn text(&mut self, [x, y]: [f64; 2], text: &str, letters: Letters) -> io::Result<()> {
        let (x, y, size) = (place(x), place(y), place(letters.size));
        let mut attributes = vec![("x", x.as_str()), ("y", &y), ("font-size", &size)];
        attributes.extend(letters.attributes());
        self.xml.text("text", &attributes, text)
    }

    /// Two texts on one line, one right behind the other.
    pub fn texts(
        &mut self,
        [x, y]: [f64; 2],
        first: (&str, Letters),
        second: (&str, Letters),
    ) -> io::Result<()> {
        let (x, y) = (place(x), place(y));
        self.xml.within("text", &[("x", &x), ("y", &y)], |xml| {
            for ((text, letters), space) in [(first, "0"), (second, "7")] {
                let size = place(letters.size);
                let mut attributes = vec![("dx", space), ("font-size", size.as_str())];
                attributes.extend(letters.attributes());
                xml.text("tspan", &attributes, text)?;
            }
            Ok(())
        })
    }

    /// The whole file.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.xml.close("svg")?;
        let mut bytes = self.xml.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// A coordinate with one decimal at most.
fn place(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
