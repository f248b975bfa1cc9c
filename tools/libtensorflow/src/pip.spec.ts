import { findPip } from './pip';
import { environmentWith } from './testing/fake-program';
import { useTemporaryFolder } from './testing/temporary-folder';

const folder = useTemporaryFolder();
const PIP = 'echo "pip 24.0 from /usr/lib/python3/dist-packages/pip (python 3.12)"';

describe('looking for pip', () => {
  it('takes the pip of python3', async () => {
    const environment = environmentWith(folder(), { python3: PIP, pip3: PIP });
    expect(await findPip({ environment })).toEqual(['python3', '-m', 'pip']);
  });

  it('takes pip3 if python3 has no pip of its own, as on Debian', async () => {
    const python3 = 'echo "/usr/bin/python3: No module named pip" >&2; exit 1';
    expect(await findPip({ environment: environmentWith(folder(), { python3, pip3: PIP }) })).toEqual(['pip3']);
  });

  it('skips the pip of Python 2', async () => {
    const pip = 'echo "pip 20.3.4 from /usr/lib/python2.7/site-packages/pip (python 2.7)"';
    await expect(findPip({ environment: environmentWith(folder(), { pip }) })).rejects.toThrow('is missing');
  });

  it('says how to install it if there is none', async () => {
    await expect(findPip({ environment: environmentWith(folder(), {}) })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      cure: expect.stringContaining('sudo apt install python3-pip') as string,
    });
  });
});
