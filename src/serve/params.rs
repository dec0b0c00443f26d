//! The parameters of a request, in its address and in the body of a form.

use percent_encoding::percent_decode;

/// Names and values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

/// What is wrong with the encoding of parameters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter `{0}` is not UTF-8")]
pub struct NotUtf8(String);

impl Params {
    /// Reads `a=b&c=d`. `+` is a space; escapes are undone once.
    pub fn parse(text: &[u8]) -> Result<Params, NotUtf8> {
        let mut params = Vec::new();
        for pair in text.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
            let name = decode(name).map_err(|()| NotUtf8(String::from_utf8_lossy(name).into_owned()))?;
            let value = decode(value).map_err(|()| NotUtf8(name.clone()))?;
            params.push((name, value));
        }
        Ok(Params(params))
    }

    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    pub fn extend(&mut self, others: Params) {
        self.0.extend(others.0);
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        // YASQE sends the names of two parameters with a space behind.
        self.0.iter().filter(move |(n, _)| n.trim_end() == name).map(|(_, v)| v.as_str())
    }

    /// The first value of a name.
    pub fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }

    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }
}

fn decode(text: &[u8]) -> Result<String, ()> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&spaced).decode_utf8().map(|text| text.into_owned()).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn forms_are_decoded_once() {
        let params = read("query=%53ELECT+%2a&graph=http%3a//x/%2531&default&a=1&a=2=3");
        assert_eq!(params.first("query"), Some("SELECT *"));
        assert_eq!(params.first("graph"), Some("http://x/%31"));
        assert_eq!(params.first("default"), Some(""));
        assert_eq!(params.all("a").collect::<Vec<_>>(), ["1", "2=3"]);
        assert!(!params.has("b"));
        assert_eq!(read("using-graph-uri+=x").first("using-graph-uri"), Some("x"));
        assert_eq!(read("q=%e4%B8%AD").first("q"), Some("中"));
    }

    #[test]
    fn what_is_not_utf8_is_an_error() {
        assert_eq!(Params::parse(b"q=%ff").unwrap_err().to_string(), "the parameter `q` is not UTF-8");
    }
}
