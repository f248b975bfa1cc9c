import type { JsonSchema, ReleasedEvents } from './event-schema';

/** One reason why existing programs would fail. */
export interface BreakingChange {
  readonly wireType: string;
  /** The location in the schema: `data.box.width`. */
  readonly at: string;
  readonly problem: string;
}

/** JSON Schema keywords that describe but do not validate. */
const DESCRIPTIVE = new Set([
  'title',
  'description',
  'examples',
  'default',
  '$schema',
  '$id',
  '$comment',
  'deprecated',
  'x-data-class',
]);

/**
 * Compares the current events with the released ones. Topics keep old events and programs are not upgraded all at once,
 * so compatibility must hold both ways: old readers read new events, and new readers read old events. Allowed changes
 * are new optional fields and new event types; everything else needs a new version of the event beside the old one.
 */
export function breakingChanges(released: ReleasedEvents, current: ReleasedEvents): BreakingChange[] {
  return Object.entries(released).flatMap(([wireType, before]) => {
    const after = current[wireType];
    const found: BreakingChange[] = [];
    const report = (at: string, problem: string): void => void found.push({ wireType, at, problem });
    if (after === undefined) report('', 'the event is gone: its readers would wait for ever');
    else {
      if (after.topic !== before.topic) report('topic', `was ${before.topic}, is ${after.topic}`);
      if (after.partitions !== before.partitions) {
        report(
          'partitions',
          `were ${before.partitions}, are ${after.partitions}: keys would move and lose their order`,
        );
      }
      compareSchemas(before.schema, after.schema, 'data', report);
    }
    return found;
  });
}

type Report = (at: string, problem: string) => void;

function compareSchemas(before: JsonSchema, after: JsonSchema, at: string, report: Report): void {
  for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (DESCRIPTIVE.has(keyword)) continue;
    const [was, is] = [before[keyword], after[keyword]];
    if (keyword === 'properties') compareProperties(before, after, at, report);
    else if (keyword === 'required') compareRequired(before, after, at, report);
    else if (isSchema(was) && isSchema(is)) compareSchemas(was, is, `${at}.${keyword}`, report);
    else if (Array.isArray(was) && Array.isArray(is) && was.length === is.length && was.every(isSchema)) {
      was.forEach((one, index) => compareSchemas(one, is[index] as JsonSchema, `${at}.${keyword}[${index}]`, report));
    } else if (canonical(was) !== canonical(is)) {
      report(at, `"${keyword}" was ${canonical(was)}, is ${canonical(is)}`);
    }
  }
}

function compareProperties(before: JsonSchema, after: JsonSchema, at: string, report: Report): void {
  const was = (before['properties'] ?? {}) as Record<string, JsonSchema>;
  const is = (after['properties'] ?? {}) as Record<string, JsonSchema>;
  for (const [name, schema] of Object.entries(was)) {
    const now = is[name];
    if (now === undefined) report(`${at}.${name}`, 'is gone');
    else compareSchemas(schema, now, `${at}.${name}`, report);
  }
}

function compareRequired(before: JsonSchema, after: JsonSchema, at: string, report: Report): void {
  const was = new Set(before['required'] as string[] | undefined);
  const is = new Set(after['required'] as string[] | undefined);
  for (const name of is)
    if (!was.has(name)) report(`${at}.${name}`, 'is required now: events that lie in the topic lack it');
  for (const name of was) if (!is.has(name)) report(`${at}.${name}`, 'is optional now: running readers rely on it');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The order of enum values and of keys has no meaning. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (!isSchema(value)) return JSON.stringify(value) ?? 'absent';
  const pairs = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${pairs.sort().join(',')}}`;
}
