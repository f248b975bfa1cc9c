import { EVERY_VERTICAL, grantSchema, permissionSchema, type Grant, type Permission } from '@lintel/contracts';
import { InvalidArgumentError } from 'commander';

/** One of several `--grant`: `operator@ecommerce`, or `admin` for all verticals. */
export function grant(text: string, before: readonly Grant[] = []): Grant[] {
  const [role, vertical = EVERY_VERTICAL, ...more] = text.split('@');
  const parsed = grantSchema.safeParse({ role, vertical });
  if (parsed.success && more.length === 0) return [...before, parsed.data];
  throw new InvalidArgumentError('Expected a role, such as operator@ecommerce, or admin for all verticals.');
}

/** One of several `--scope`. */
export function scope(text: string, before: readonly Permission[] = []): Permission[] {
  const parsed = permissionSchema.safeParse(text);
  if (parsed.success) return [...before, parsed.data];
  throw new InvalidArgumentError(`Expected one of: ${permissionSchema.options.join(', ')}.`);
}

/** Days, or `never`. */
export function expiry(text: string): number | 'never' {
  if (text === 'never') return text;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new InvalidArgumentError('Expected 1 to 3650 days, or never.');
}

/** In the format that `grant` parses. */
export function grantText({ role, vertical }: Grant): string {
  return vertical === EVERY_VERTICAL ? role : `${role}@${vertical}`;
}
