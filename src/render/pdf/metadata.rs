//! What the file says about itself: Info, XMP, output intent.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::format;
use crate::report::document::Document;
use crate::say;

/// Who made the file.
const PRODUCER: &str = concat!("yuebao ", env!("CARGO_PKG_VERSION"));

/// A text string: as it is where it is ASCII, else UTF-16 with its mark.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes = [0xFE, 0xFF].into_iter().chain(units).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The file's title: report, hall and month.
pub(super) fn title(document: &Document) -> String {
    let month = format::month(document.month, document.lang);
    say!(
        document.lang,
        "page.file_title",
        hall = document.hall,
        month = month,
        title = document.title
    )
}

/// The report's date, or the month's last day: never the clock's.
fn date(document: &Document) -> jiff::civil::Date {
    document.date.unwrap_or_else(|| document.month.last_day())
}

/// The Info dictionary; it says the same as the XMP.
pub(super) fn info(document: &Document) -> Dictionary {
    let date = date(document);
    let stamp = format!(
        "D:{:04}{:02}{:02}000000Z",
        date.year(),
        date.month(),
        date.day()
    );
    let stamp = Object::String(stamp.into_bytes(), StringFormat::Literal);
    let mut info = dictionary! {
        "Title" => text_string(&title(document)),
        "Creator" => text_string(PRODUCER),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => stamp.clone(),
        "ModDate" => stamp,
    };
    if let Some(presenter) = &document.presenter {
        info.set("Author", text_string(presenter));
    }
    info
}

/// The XMP packet, with the claims of PDF/A-2a and PDF/UA-1.
pub(super) fn xmp(document: &Document) -> String {
    let date = date(document);
    let stamp = format!("{date}T00:00:00Z");
    let title = escaped(&title(document));
    let lang = document.lang.code();
    let author = document
        .presenter
        .as_ref()
        .map_or_else(String::new, |name| {
            format!(
                "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
                escaped(name)
            )
        });
    // PDF/A lets no property stand whose schema it does not know; PDF/UA's must be described.
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>{author}
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // XML 1.0 has no place for control characters.
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// The output intent: colours are sRGB.
pub(super) fn output_intent(pdf: &mut Pdf) -> Dictionary {
    let profile: ObjectId = pdf.add_object(Stream::new(
        dictionary! { "N" => 3, "Alternate" => "DeviceRGB" },
        super::srgb::profile(),
    ));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text_string("sRGB IEC61966-2.1"),
        "Info" => text_string("sRGB IEC61966-2.1"),
        "RegistryName" => text_string("http://www.color.org"),
        "DestOutputProfile" => profile,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_utf_16_where_needed() {
        let Object::String(bytes, _) = text_string("月a") else {
            panic!("a string")
        };
        assert_eq!(bytes, [0xFE, 0xFF, 0x67, 0x08, 0x00, 0x61]);
    }

    #[test]
    fn xml_is_escaped() {
        assert_eq!(escaped("A&B <厅>\u{1}"), "A&amp;B &lt;厅&gt; ");
    }
}
