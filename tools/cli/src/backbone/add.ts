import { addOwnBackbone, addPublishedBackbone, type PixelScale } from '@lintel/backbones';
import { LintelError } from '@lintel/contracts';
import { type BackboneManifest } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { bar, percent, table } from '../terminal/wording';

export interface AddOptions {
  readonly name?: string;
  readonly output?: string;
  readonly size?: number;
  readonly scale: PixelScale;
  readonly licence: string;
}

/** Adds a published network, or one's own ONNX file. */
export async function addBackbone(network: string, options: AddOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const isFile = /\.onnx$/i.test(network) || /[\\/]/.test(network);
  const { manifest, isNew } = isFile
    ? await addOwn(network, options, context)
    : await addPublished(network, options, context);
  const answer = { command: 'backbone add', isNew, backbone: manifest };
  terminal.result(answer, `${isNew ? 'Added' : 'It is there already'}:\n${describe(manifest)}`);
}

interface Added {
  readonly manifest: BackboneManifest;
  readonly isNew: boolean;
}

async function addOwn(file: string, options: AddOptions, { environment }: CommandContext): Promise<Added> {
  return { manifest: await addOwnBackbone(file, { ...options, environment }), isNew: true };
}

async function addPublished(name: string, options: AddOptions, context: CommandContext): Promise<Added> {
  const { terminal, environment, signal } = context;
  const given = (['name', 'output', 'size'] as const).find((option) => options[option] !== undefined);
  if (given) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `--${given} is for your own network.`,
      expected: 'a file that ends in .onnx',
      received: name,
      cure: `Leave --${given} out, or name a file.`,
    });
  }
  return addPublishedBackbone(name, {
    environment,
    signal,
    log: (line) => terminal.say(line),
    onDownload: (share) => terminal.progress(`Downloading ${bar(share)} ${percent(share)}`),
  });
}

function describe({ name, preprocessor, onnx, licence, source }: BackboneManifest): string {
  const { map } = onnx;
  return table(
    ['', ''],
    [
      ['Name', name],
      ['Pictures', `${preprocessor.width} × ${preprocessor.height} pixels`],
      ['Features', `${onnx.features.size}${map ? `, from a map of ${map.height} × ${map.width}` : ''}`],
      ['Licence', licence],
      ['Source', source],
      ['SHA-256', onnx.sha256],
    ],
  );
}
