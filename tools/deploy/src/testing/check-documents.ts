import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { toolPath } from './describe-with';

const DEPLOY = join(__dirname, '..', '..');

/** A value of a YAML document. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };
export type YamlObject = { readonly [key: string]: Yaml };

export interface CheckedDocuments<Document> {
  readonly documents: readonly Document[];
  /** One line each; empty if there are no problems. */
  readonly problems: readonly string[];
}

export type Schemas = { readonly kubernetes: string } | { readonly schema: string } | undefined;

/**
 * Parses YAML, rejecting duplicate keys, and checks it.
 * @param schemas those of a version of Kubernetes, strictly; a file of `schemas`; or none
 */
export function checkDocuments<Document = YamlObject>(yaml: string, schemas?: Schemas): CheckedDocuments<Document> {
  const options = schemas === undefined ? [] : Object.entries(schemas).flatMap(([name, value]) => [`--${name}`, value]);
  const program = join(DEPLOY, 'checks', 'check_documents.py');
  const { status, stdout, stderr } = spawnSync('python3', [program, join(DEPLOY, 'schemas'), ...options], {
    input: yaml,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: toolPath('python') },
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as CheckedDocuments<Document>;
}
