import { type AuditEntry } from './audit-api';
import { type AuditFilter } from '../addresses';

export const OUTCOMES = ['done', 'refused', 'failed'] as const;
const LONGEST = { actor: 100, action: 100, subject: 200, vertical: 40, text: 200 } as const;

/** The filter in an address; values that the api would reject are omitted. */
export function readAuditFilter(parameters: URLSearchParams): AuditFilter {
  const outcome = OUTCOMES.find((name) => name === parameters.get('outcome'));
  const words = Object.entries(LONGEST).flatMap(([name, longest]) => {
    const value = parameters.get(name)?.trim().slice(0, longest) ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(words), ...(outcome === undefined ? {} : { outcome }) };
}

/** Whether an entry contains all words of the free text, ignoring case. */
export function holdsText(entry: AuditEntry, text: string | undefined): boolean {
  if (text === undefined) return true;
  const { hash: _hash, previousHash: _previousHash, ...rest } = entry;
  const written = JSON.stringify(rest).toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => written.includes(word));
}
