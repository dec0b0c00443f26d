//! The terms of the vocabularies that the graph is written in, except the ontology's own (see [`super::Namespaces`]).

use oxigraph::model::NamedNodeRef;

/// Prefixes that queries may use without declaring them, and that exports declare. Those of the graph itself depend on
/// the base IRI: [`super::Namespaces::prefixes`].
pub const PREFIXES: &[(&str, &str)] = &[
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("unit", "http://qudt.org/vocab/unit/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
];

macro_rules! terms {
    ($namespace:literal: $($name:ident = $local:literal),+ $(,)?) => {
        $(pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)+
    };
}

pub mod oa {
    //! Web Annotation.
    use super::NamedNodeRef;
    terms!("http://www.w3.org/ns/oa#":
        ANNOTATION = "Annotation", HAS_BODY = "hasBody", HAS_TARGET = "hasTarget", HAS_SOURCE = "hasSource",
        HAS_SELECTOR = "hasSelector", TEXT_QUOTE_SELECTOR = "TextQuoteSelector",
        TEXT_POSITION_SELECTOR = "TextPositionSelector", DATA_POSITION_SELECTOR = "DataPositionSelector",
        EXACT = "exact", PREFIX = "prefix", SUFFIX = "suffix", START = "start", END = "end",
    );
}

pub mod skos {
    //! Names.
    use super::NamedNodeRef;
    terms!("http://www.w3.org/2004/02/skos/core#":
        PREF_LABEL = "prefLabel", ALT_LABEL = "altLabel", EXACT_MATCH = "exactMatch",
    );
}

pub mod dcterms {
    //! Descriptions of documents.
    use super::NamedNodeRef;
    terms!("http://purl.org/dc/terms/":
        TITLE = "title", LANGUAGE = "language", SOURCE = "source", LICENSE = "license", DESCRIPTION = "description",
    );
}

pub mod foaf {
    //! What a document is about.
    use super::NamedNodeRef;
    terms!("http://xmlns.com/foaf/0.1/": DOCUMENT = "Document", PRIMARY_TOPIC = "primaryTopic");
}

pub mod prov {
    //! Where the graph comes from.
    use super::NamedNodeRef;
    terms!("http://www.w3.org/ns/prov#":
        ENTITY = "Entity", ACTIVITY = "Activity", SOFTWARE_AGENT = "SoftwareAgent", USED = "used",
        WAS_GENERATED_BY = "wasGeneratedBy", WAS_ASSOCIATED_WITH = "wasAssociatedWith",
    );
}

pub mod void {
    //! The graph as a data set.
    use super::NamedNodeRef;
    terms!("http://rdfs.org/ns/void#":
        DATASET = "Dataset", URI_SPACE = "uriSpace", ENTITIES = "entities", DOCUMENTS = "documents",
        VOCABULARY = "vocabulary",
    );
}

pub mod dcat {
    //! The graph in a catalogue.
    use super::NamedNodeRef;
    terms!("http://www.w3.org/ns/dcat#": DATASET = "Dataset", VERSION = "version");
}

/// `rdfs:label`: the title of an entity.
pub const RDFS_LABEL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");

/// `sem:Event`: every fact node is one.
pub const SEM_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://semanticweb.cs.vu.nl/2009/11/sem/Event");

/// The datatype of EDTF dates.
pub const EDTF: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://id.loc.gov/datatypes/edtf/EDTF");

/// `rdf:reifies`, the one term of RDF 1.2.
pub const RDF_REIFIES: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies");

/// The Wikidata namespace of items and properties.
pub const WIKIDATA_ENTITY: &str = "http://www.wikidata.org/entity/";

/// QUDT units by the codes of [`crate::fact::Amount::unit`]. A unit that is not here is a currency.
pub const QUDT_UNITS: &[(&str, &str)] = &[
    ("km2", "http://qudt.org/vocab/unit/KiloM2"),
    ("km", "http://qudt.org/vocab/unit/KiloM"),
    ("m", "http://qudt.org/vocab/unit/M"),
    ("kg", "http://qudt.org/vocab/unit/KiloGM"),
];
