import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBindingSources } from './binding-sources';
import { useTemporaryFolder } from './testing/temporary-folder';
import { findTfjsPackage } from './tfjs-package';

const folder = useTemporaryFolder();
const published = (): string => join(findTfjsPackage().root, 'binding');

describe('the sources of the binding', () => {
  it('copy the data of a tensor, and leave the published files unchanged', async () => {
    const before = readFileSync(join(published(), 'tfjs_backend.cc'), 'utf8');
    await writeBindingSources(published(), join(folder(), 'sources'));
    const mended = readFileSync(join(folder(), 'sources', 'tfjs_backend.cc'), 'utf8');
    expect(mended).toContain('memcpy(TF_TensorData(tensor.tensor), array_data, byte_size);');
    expect(mended).not.toContain('auto_ref->Init');
    expect(mended).not.toContain('TF_NewTensor(dtype');
    expect(readFileSync(join(published(), 'tfjs_backend.cc'), 'utf8')).toBe(before);
  });

  it('are rejected if their version differs', async () => {
    const other = join(folder(), 'other');
    cpSync(published(), other, { recursive: true });
    writeFileSync(join(other, 'tfjs_backend.cc'), '// rewritten');
    await expect(writeBindingSources(other, join(folder(), 'sources'))).rejects.toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      received: '0 times',
    });
  });
});
