"""Checks YAML documents against JSON schemas: those of Kubernetes, or those of a folder.

    check_documents.py SCHEMAS [--kubernetes VERSION | --schema NAME] < documents.yaml

Kubernetes documents are checked strictly (an unknown field is a mistake); kinds that are not its own against
SCHEMAS/<kind>-<version>.json. Prints one JSON object: {"documents": […], "problems": ["kind/name: …"]}.
"""

import json
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml


class UniqueKeyLoader(yaml.SafeLoader):
    """A key that stands twice silently loses one of its values: here it is an error."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"stands twice: {', '.join(sorted(twice))} ({node.start_mark})")
        return super().construct_mapping(node, deep)


def problems_by_schema(document, file):
    schema = json.loads(file.read_text())
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)(schema)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(document)]


def problems_of_kubernetes(document, version, schemas):
    group, _, api = document["apiVersion"].rpartition("/")
    own = schemas / f"{document['kind'].lower()}-{api}.json"
    if "." in group and not group.endswith("k8s.io"):
        return problems_by_schema(document, own)
    try:
        kubernetes_validate.validate(document, version, strict=True)
        return []
    except kubernetes_validate.ValidationError as error:
        return [f"{'.'.join(map(str, error.path))}: {error.message}"]
    except kubernetes_validate.SchemaNotFoundError as error:
        return [str(error)]


def main(schemas, option, value):
    documents = [document for document in yaml.load_all(sys.stdin, UniqueKeyLoader) if document is not None]
    problems = []
    for document in documents:
        if option == "--schema":
            found = problems_by_schema(document, schemas / f"{value}.json")
        elif option == "--kubernetes":
            found = problems_of_kubernetes(document, value, schemas)
        else:
            found = []
        name = f"{document.get('kind', value)}/{(document.get('metadata') or {}).get('name', '')}"
        problems += [f"{name}: {problem}" for problem in found]
    json.dump({"documents": documents, "problems": problems}, sys.stdout, default=str)


main(pathlib.Path(sys.argv[1]), *(sys.argv[2:4] or (None, None)))
