"""SPARQLWrapper and rdflib against a running server that may write: clients.py http://127.0.0.1:PORT"""
import sys
import urllib.error
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

server = sys.argv[1]
select = "SELECT ?s WHERE { ?s kg:protectorateOf ?o } ORDER BY ?s"
counts = set()
for method in (GET, POST):
    for request in (URLENCODED, POSTDIRECTLY) if method == POST else (URLENCODED,):
        for form in (JSON, XML, CSV):
            client = SPARQLWrapper(f"{server}/query", returnFormat=form)
            client.setMethod(method)
            client.setRequestMethod(request)
            client.setQuery(select)
            answer = client.query().convert()
            if form == JSON:
                counts.add(len(answer["results"]["bindings"]))
            elif form == XML:
                counts.add(answer.toxml().count("<result>"))
            else:
                counts.add(len(answer.decode().strip().splitlines()) - 1)
assert len(counts) == 1 and counts.pop() >= 2, counts

client = SPARQLWrapper(f"{server}/query")
client.setQuery("CONSTRUCT { ?s kg:invaded ?o } WHERE { ?s kg:invaded ?o }")
assert len(client.query().convert()) >= 1
client.setReturnFormat(TURTLE)
assert b"kg:invaded" in client.query().convert()
client.setReturnFormat(JSON)
client.setQuery("ASK { ?s kg:invaded ?o }")
assert client.query().convert()["boolean"] is True
client.setQuery("SELECT nonsense")
try:
    client.query()
    raise SystemExit("a bad query was taken")
except QueryBadFormed as error:
    assert "line 1" in str(error), error

writer = SPARQLWrapper(f"{server}/update")
writer.setMethod(POST)
for request in (URLENCODED, POSTDIRECTLY):
    writer.setRequestMethod(request)
    writer.setQuery('INSERT DATA { <urn:py> <urn:p> "中" }')
    writer.query()

for options in ({"method": "GET"}, {"method": "POST"}, {"method": "POST_FORM", "returnFormat": "json"}):
    graph = rdflib.Graph(SPARQLStore(f"{server}/query", **options))
    rows = list(graph.query("PREFIX kg: <https://kg.example/o/> " + select))
    assert len(rows) >= 2, (options, rows)
    assert bool(graph.query('ASK { <urn:py> <urn:p> "中" }')), options
built = rdflib.Graph(SPARQLStore(f"{server}/query")).query(
    "PREFIX kg: <https://kg.example/o/> CONSTRUCT { ?s kg:invaded ?o } WHERE { ?s kg:invaded ?o }"
)
assert len(built.graph) >= 1
named = rdflib.Graph(SPARQLStore(f"{server}/query"), identifier=rdflib.URIRef("urn:no-such-graph"))
assert list(named.query("SELECT * { ?s ?p ?o }")) == []

store = SPARQLUpdateStore(f"{server}/query", f"{server}/update")
graph = rdflib.Graph(store, identifier=rdflib.URIRef("urn:graph:py"))
triple = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("x"))
graph.add(triple)
assert triple in graph
graph.remove(triple)
assert triple not in graph

whole = rdflib.Graph().parse(f"{server}/store?default", format="xml")
assert len(whole) > 10
try:
    rdflib.Graph().parse(f"{server}/store?graph=urn:nothing")
    raise SystemExit("a graph that is not there was read")
except urllib.error.HTTPError as error:
    assert error.code == 404
print("SPARQLWrapper and rdflib are served")
