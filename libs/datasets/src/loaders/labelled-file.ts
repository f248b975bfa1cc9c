import { type FileHandle } from 'node:fs/promises';
import { sizeOfShape } from '@lintel/contracts';
import { z } from 'zod';
import { readDatasetFile, writeDatasetFile } from './dataset-file';
import { FileDataset } from './file-dataset';

const descriptionSchema = z.object({
  exampleShape: z.array(z.int().min(1)),
  classNames: z.array(z.string()),
  labels: z.array(z.int().min(0)),
  contentHash: z.string(),
});

/** The description of a dataset file whose classes are fixed, because they are part of its key. */
export type LabelledDescription = z.infer<typeof descriptionSchema>;

/**
 * Writes a dataset file with its classes; see `writeDatasetFile`.
 * @param writeExamples writes the examples from byte 0 on and returns their description
 * @throws LintelError DISK_FULL, OUTPUT_UNWRITABLE, or what `writeExamples` throws
 */
export async function writeLabelledFile(
  path: string,
  writeExamples: (file: FileHandle) => Promise<LabelledDescription>,
): Promise<void> {
  await writeDatasetFile(path, async (file) => {
    const description = await writeExamples(file);
    return { bytes: bytesOf(description), description };
  });
}

/**
 * Opens a file written by `writeLabelledFile`.
 * @returns undefined if there is no such file
 * @throws LintelError ARTIFACT_CORRUPT, or a system error
 */
export async function openLabelledFile(path: string): Promise<FileDataset | undefined> {
  const description = await readDatasetFile(path, descriptionSchema, bytesOf);
  return (
    description && new FileDataset({ path, offset: 0, ...description, labels: Int32Array.from(description.labels) })
  );
}

const bytesOf = ({ labels, exampleShape }: LabelledDescription): number => labels.length * sizeOfShape(exampleShape);
