import { rm } from 'node:fs/promises';
import { LintelError, type ErrorCode } from '@lintel/contracts';
import { loadModelDirectory } from './load-model-directory';
import { COLOURS_MANIFEST, COLOURS_ONNX, writeColourModel } from './testing/colour-model';

const directories: string[] = [];
const written = async (...model: Parameters<typeof writeColourModel>): Promise<string> => {
  const directory = await writeColourModel(...model);
  directories.push(directory);
  return directory;
};
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true }))));

async function refusal(directory: string): Promise<LintelError> {
  const error: unknown = await loadModelDirectory(directory).then(
    () => 'it was loaded',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LintelError);
  return error as LintelError;
}

function expectFourParts(error: LintelError, code: ErrorCode): void {
  expect(error.code).toBe(code);
  for (const part of [error.problem, error.expected, error.received, error.cure]) expect(part).toMatch(/\w{2}/);
}

describe('loadModelDirectory', () => {
  it('gives the manifest and the ONNX file that it names', async () => {
    const { manifest, onnx } = await loadModelDirectory(await written());
    expect(manifest).toEqual(COLOURS_MANIFEST);
    expect(Buffer.compare(onnx, COLOURS_ONNX)).toBe(0);
  });

  it('refuses an ONNX file of which one bit has changed', async () => {
    const changed = Buffer.from(COLOURS_ONNX);
    changed[200]! ^= 1;
    const error = await refusal(await written({ onnx: changed }));
    expectFourParts(error, 'ARTIFACT_CORRUPT');
    expect(error.expected).toContain(COLOURS_MANIFEST.onnx.sha256);
  });

  it('refuses a truncated ONNX file', async () => {
    const error = await refusal(await written({ onnx: COLOURS_ONNX.subarray(0, 300) }));
    expectFourParts(error, 'ARTIFACT_CORRUPT');
    expect(error.received).toContain('300 bytes');
  });

  it('refuses a folder whose ONNX file is missing', async () => {
    expectFourParts(await refusal(await written({ onnx: null })), 'ARTIFACT_CORRUPT');
  });

  it('refuses a folder that is not there', async () => {
    expectFourParts(await refusal('/no/such/model'), 'NOT_FOUND');
  });

  it('refuses a manifest that is cut off', async () => {
    const text = JSON.stringify(COLOURS_MANIFEST);
    expectFourParts(await refusal(await written({ manifest: text.slice(0, 400) })), 'MODEL_INVALID');
  });

  it('names the fields of a manifest that are wrong', async () => {
    const error = await refusal(
      await written({ manifest: { ...COLOURS_MANIFEST, reading: { classNames: ['one'], unsureBelow: 2 } } }),
    );
    expectFourParts(error, 'MODEL_INVALID');
    expect(error.received).toMatch(/reading.classNames: .+; reading.unsureBelow: /);
  });

  it('refuses a manifest that points out of its folder', async () => {
    const onnx = { ...COLOURS_MANIFEST.onnx, file: '../colours.onnx' };
    const error = await refusal(await written({ manifest: { ...COLOURS_MANIFEST, onnx } }));
    expectFourParts(error, 'MODEL_INVALID');
    expect(error.received).toContain('onnx.file');
  });
});
