import { type DatasetVersion } from '@lintel/contracts';

export type Part = keyof DatasetVersion['examples'];

/** The parts of a dataset version, in the order shown. */
export const PARTS: readonly Part[] = ['train', 'validation', 'test'];
