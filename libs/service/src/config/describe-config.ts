import { z } from 'zod';

/** The description of an environment variable. */
export interface ConfigVariable {
  readonly name: string;
  /** `text`, `one of a, b`, `whole number from 0 to 65535` … */
  readonly kind: string;
  readonly description: string;
  /** The value as written in the environment. */
  readonly default?: string;
  readonly required: boolean;
  readonly secret: boolean;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly secret?: boolean;
}

/** Every variable of an app's configuration, in the order of its schema. */
export function describeConfig(schema: z.ZodObject): ConfigVariable[] {
  const document = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(document.required);
  return Object.entries(document.properties ?? {}).map(([name, property]) => {
    const { description = '', default: preset, secret = false, ...limits } = property as Property;
    return {
      name,
      kind: kindOf(limits),
      description,
      ...(preset === undefined ? {} : { default: textOf(preset) }),
      required: required.has(name),
      secret,
    };
  });
}

function kindOf({ type, enum: values, minimum, maximum }: Property): string {
  if (values !== undefined) return `one of ${values.join(', ')}`;
  if (type !== 'integer' && type !== 'number') return 'text';
  const kind = type === 'integer' ? 'whole number' : 'number';
  const from = limit('from', minimum);
  return kind + from + limit(from === '' ? 'up to' : 'to', maximum);
}

/** zod gives every integer the limits of safe integers, which carry no information. */
function limit(word: string, value: number | undefined): string {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? '' : ` ${word} ${value}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
