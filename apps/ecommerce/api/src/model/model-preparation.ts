import {
  MODEL_PREPARATION_VALID_MS,
  modelPreparationFile,
  modelPreparationSchema,
  type ModelPreparation,
} from '@lintel/contracts';
import { readFile, stat } from 'node:fs/promises';

/** @returns null where nobody makes the model of that folder */
export async function readModelPreparation(modelDir: string): Promise<ModelPreparation | null> {
  const file = modelPreparationFile(modelDir);
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > MODEL_PREPARATION_VALID_MS) return null;
    return modelPreparationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
