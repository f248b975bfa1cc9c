import { access, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LintelError, type ModelManifest, type TensorSpec } from '@lintel/contracts';
import { loadModelDirectory } from '@lintel/core-ml';
import { writeAtomically } from '@lintel/contracts/files';
import { type CommandContext } from '../command-context';
import { commandsOf } from '../tasks/tasks';
import { counted } from '../terminal/wording';

export interface ExportOptions {
  readonly model: string;
  readonly out: string;
  readonly overwrite?: boolean;
}

/** Copies the ONNX file of a model, completely or not at all; its metadata holds the classes and the preprocessing. */
export async function exportModel(
  { model, out, overwrite = false }: ExportOptions,
  { terminal }: CommandContext,
): Promise<void> {
  const { manifest, onnx } = await loadModelDirectory(model);
  const file = resolve(out);
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists && !overwrite) {
    throw new LintelError('OUTPUT_UNWRITABLE', {
      problem: `${file} already exists.`,
      expected: 'a new file',
      received: 'a file or folder of that name',
      cure: 'Choose another name, or replace the file with --overwrite.',
    });
  }
  if (await isWithin(file, model)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `${file} is in the model folder, whose files belong together.`,
      expected: 'a file elsewhere',
      received: file,
      cure: 'Choose a file outside of the model folder.',
    });
  }
  await writeAtomically(file, (handle) => handle.writeFile(onnx));
  const { opset, inputs, outputs, sha256, bytes } = manifest.onnx;
  const { task, reading, preprocessing, name } = manifest;
  terminal.result(
    { command: 'export', name, task, file, bytes, sha256, opset, inputs, outputs, reading, preprocessing },
    describe(manifest, file),
  );
}

async function isWithin(file: string, folder: string): Promise<boolean> {
  const parent = await realpath(dirname(file)).catch(() => dirname(file));
  return parent === (await realpath(folder));
}

function describe(manifest: ModelManifest, file: string): string {
  const { inputs, outputs, bytes, opset } = manifest.onnx;
  const tensor = ({ name, dtype, shape }: TensorSpec): string =>
    `${name}: ${dtype} [${['batch', ...shape].join(', ')}]`;
  const meaning = commandsOf(manifest.task).load().describeGraph(manifest);
  const indented = (line: string): string => `          ${line}`;
  return [
    `${file}: ${counted(bytes / 1024)} KiB, opset ${opset}`,
    '',
    ...inputs.map((input) => `  input   ${tensor(input)}`),
    ...meaning.input.map(indented),
    ...outputs.map((output) => `  output  ${tensor(output)}`),
    ...meaning.output.map(indented),
  ].join('\n');
}
