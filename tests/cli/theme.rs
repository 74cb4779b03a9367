//! `yuebao generate` with a `[theme]`.

use std::fmt::Write;
use std::fs;

use lopdf::{Document, Object, ObjectId};

use crate::driver::{Run, Yuebao};

/// Ten days of April; `config` beside them.
fn hall(config: &str) -> Yuebao {
    let mut sales = String::from("date,category,product,amount\n");
    for day in 21..=30 {
        writeln!(sales, "2025-04-{day},vas,彩铃,{day}.00").unwrap();
    }
    Yuebao::in_temp()
        .with_file("sales.csv", sales)
        .with_file("yuebao.toml", config)
}

fn generate(hall: &Yuebao) -> Run {
    hall.run([
        "generate",
        "sales.csv",
        "--config",
        "yuebao.toml",
        "--out",
        "out",
    ])
}

fn pdf(hall: &Yuebao) -> Document {
    let files = fs::read_dir(hall.path().join("out")).unwrap();
    let path = files
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "pdf"));
    Document::load(path.unwrap()).unwrap()
}

fn pages(pdf: &Document) -> Vec<ObjectId> {
    pdf.get_pages().into_values().collect()
}

/// A picture of 40 × 20 pixels, its left half clear.
fn logo() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 40, 20);
    encoder.set_color(png::ColorType::Rgba);
    let row = [[200, 30, 30, 0].repeat(20), [200, 30, 30, 255].repeat(20)].concat();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&row.repeat(20)).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn papers_have_their_sizes() {
    for (paper, expected) in [
        ("A4", [595.28, 841.89]),
        ("Letter", [612.0, 792.0]),
        ("16:9", [960.0, 540.0]),
    ] {
        let hall = hall(&format!("[theme]\npaper = \"{paper}\"\n"));
        generate(&hall).exits(0);
        let pdf = pdf(&hall);
        for page in pages(&pdf) {
            let page = pdf.get_dictionary(page).unwrap();
            let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
            let corner = [&media[2], &media[3]].map(|n| n.as_float().unwrap());
            for (got, expected) in corner.into_iter().zip(expected) {
                assert!((got - expected).abs() < 0.01, "{paper}: {corner:?}");
            }
        }
    }
}

#[test]
fn colours_show_in_the_pdf_and_the_charts() {
    let plain = hall("");
    let own = hall("[theme.colours]\nnavy = \"660033\"\n");
    let navy = |hall: &Yuebao, svg: &str, pdf_colour: &str| {
        let run = generate(hall).exits(0);
        let charts = run.files().into_iter().filter(|f| f.contains("-charts/"));
        let text: String = charts
            .map(|f| fs::read_to_string(hall.path().join(f)).unwrap())
            .collect();
        let pdf = pdf(hall);
        let cover = pdf.get_page_content(pages(&pdf)[0]);
        let cover = String::from_utf8_lossy(&cover).into_owned();
        (
            text.to_uppercase().contains(svg),
            cover.contains(pdf_colour),
        )
    };
    assert_eq!(navy(&plain, "#660033", "0.4 0 0.2 rg"), (false, false));
    assert_eq!(navy(&own, "#660033", "0.4 0 0.2 rg"), (true, true));
    assert_eq!(
        navy(&own, "#14365C", "0.078 0.212 0.361 rg"),
        (false, false)
    );
}

#[test]
fn a_logo_is_an_image_with_words_for_it() {
    let hall = hall("[report]\nlang = \"en\"\nhall = \"South\"\n[theme]\nlogo = \"logo.png\"\n")
        .with_file("logo.png", logo());
    generate(&hall).exits(0);
    let pdf = pdf(&hall);
    let images: Vec<_> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| {
            stream
                .dict
                .get(b"Subtype")
                .is_ok_and(|s| s.as_name().is_ok_and(|s| s == b"Image"))
        })
        .collect();
    // The picture and its mask.
    assert_eq!(images.len(), 2);
    for image in &images {
        let side = |key: &[u8]| image.dict.get(key).unwrap().as_i64().unwrap();
        assert_eq!((side(b"Width"), side(b"Height")), (40, 20));
    }
    assert!(images.iter().any(|image| image.dict.has(b"SMask")));
    let words = pdf.objects.values().filter_map(|object| {
        let element = object.as_dict().ok()?;
        let figure = element.get(b"S").and_then(Object::as_name).ok()? == b"Figure";
        let alt = element.get(b"Alt").and_then(Object::as_str).ok()?;
        figure.then(|| alt.to_vec())
    });
    assert_eq!(words.filter(|alt| alt == b"Logo of South").count(), 1);
    let drawn = pages(&pdf)
        .into_iter()
        .map(|page| pdf.get_page_content(page))
        .map(|content| String::from_utf8_lossy(&content).contains("/Logo Do"))
        .collect::<Vec<_>>();
    assert!(drawn[0] && !drawn[1..].contains(&true), "{drawn:?}");
}

#[test]
fn an_svg_logo_is_drawn_for_print() {
    let text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><circle cx=\"10\" cy=\"10\" r=\"9\"/></svg>";
    let hall = hall("[theme]\nlogo = \"logo.svg\"\n").with_file("logo.svg", text);
    generate(&hall).exits(0);
    let pdf = pdf(&hall);
    let images = pdf.objects.values().filter_map(|object| {
        let dict = &object.as_stream().ok()?.dict;
        let side = |key: &[u8]| dict.get(key).and_then(Object::as_i64).ok();
        Some((side(b"Width")?, side(b"Height")?))
    });
    // 18 mm at 600 pixels an inch, twice as wide as high; the mask beside it.
    assert_eq!(images.collect::<Vec<_>>(), [(850, 425), (850, 425)]);
    let cover = pdf.get_page_content(pages(&pdf)[0]);
    // 18 mm are 51.024 points.
    assert!(String::from_utf8_lossy(&cover).contains("102.05 0 0 51.02 "));
}

#[test]
fn a_colour_of_the_paper_covers_every_page_and_charts_are_as_wide_as_its_text() {
    let hall = hall("[theme]\npaper = \"16:9\"\n[theme.colours]\npaper = \"FFF8E7\"\n");
    let run = generate(&hall).exits(0);
    let pdf = pdf(&hall);
    let ground = "1 0.973 0.906 rg";
    for page in pages(&pdf) {
        let content = pdf.get_page_content(page);
        let content = String::from_utf8_lossy(&content).into_owned();
        let painted = content.find(ground).unwrap();
        // Nothing is painted before it.
        assert_eq!(content.find(" rg"), Some(painted + ground.len() - 3));
    }
    let charts: Vec<_> = run
        .files()
        .into_iter()
        .filter(|f| f.contains("-charts/"))
        .collect();
    assert!(!charts.is_empty());
    for chart in charts {
        let svg = fs::read_to_string(hall.path().join(&chart)).unwrap();
        // 960 points less two margins of 19 mm, and 12 points of padding on both sides.
        assert!(svg.contains("viewBox=\"0 0 876.28 "), "{chart}");
        assert!(svg.contains("fill=\"#FFF8E7\"/>\n"), "{chart}");
    }
}

#[test]
fn what_is_wrong_with_a_theme_is_told() {
    let told = |config: &str, message: &str| {
        generate(&hall(config)).exits(2).stderr_has(message);
    };
    told(
        "[theme]\npaper = \"A4\"\n[theme.colours]\nnavy = \"blue\"\n",
        "yuebao.toml:4:8: `blue` is not a colour: write six hexadecimal digits, as 14365C",
    );
    told("[theme]\nlogo = \"none.png\"\n", "cannot read none.png");
    let with = |name: &str, text: &str| {
        let config = format!("[theme]\nlogo = \"{name}\"\n");
        generate(&hall(&config).with_file(name, text))
            .exits(2)
            .stderr_has(&format!("{name} cannot be the logo"))
    };
    with("logo.png", "\u{89}PNG").stderr_has("save a JPEG as PNG");
    with("logo.svg", "<svg").stderr_has("a damaged SVG (");
    let text = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>电信</text></svg>";
    with("logo.svg", text).stderr_has("turn text into paths");
}
