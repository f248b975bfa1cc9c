import { type Headline } from '@lintel/contracts';
import { type GateField } from '@lintel/ui';
import { shareOf } from './share';

/** What a gate field holds: null if it is empty and may be so. */
export type GateValue = number | null | 'wrong';

/** True if the field is entered in percent. */
export const isShare = ({ kind }: GateField, unit: Headline['unit']): boolean => kind === 'share' || unit === 'share';

/** Reads what a person has written. */
export function readGateValue(field: GateField, unit: Headline['unit'], written: number | string): GateValue {
  if (written === '') return field.optional === true ? null : 'wrong';
  const value = isShare(field, unit) ? shareOf(written, field.kind === 'gain' ? -1 : 0, 1) : Number(written);
  return value === null || !Number.isFinite(value) ? 'wrong' : value;
}
