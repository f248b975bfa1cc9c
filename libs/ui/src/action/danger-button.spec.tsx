/** @jest-environment jsdom */
import { Button, Drawer, Modal } from '@mantine/core';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReactNode, useState } from 'react';
import { renderUi } from '../testing/render-ui';
import { useConfirm } from './confirm-provider';
import { DangerButton } from './danger-button';

const onDelete = jest.fn();

function Opener({ children }: { readonly children: (opened: boolean, close: () => void) => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button onClick={() => setOpened(true)}>Open</button>
      {children(opened, () => setOpened(false))}
    </>
  );
}
const remove = <DangerButton onClick={onDelete}>Delete</DangerButton>;

/** Opens by keyboard and presses Enter once more, as a person in a hurry might. */
async function openAndPressEnter(): Promise<void> {
  screen.getByRole('button', { name: 'Open' }).focus();
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('dialog');
  await waitFor(() => expect(document.activeElement).not.toBe(screen.queryByRole('button', { name: 'Open' })));
  expect(document.activeElement?.textContent).not.toBe('Delete');
  await userEvent.keyboard('{Enter}');
}

describe('a button that deletes', () => {
  beforeEach(() => onDelete.mockClear());

  it('does not have the focus when a drawer opens, even as its only element', async () => {
    renderUi(
      <Opener>
        {(opened, close) => (
          <Drawer opened={opened} onClose={close} withCloseButton={false} transitionProps={{ duration: 0 }}>
            {remove}
          </Drawer>
        )}
      </Opener>,
    );
    await openAndPressEnter();
    expect(onDelete).not.toHaveBeenCalled();
  });

  it('leaves the focus to a harmless button in a dialog, and is reached by Tab', async () => {
    renderUi(
      <Opener>
        {(opened, close) => (
          <Modal opened={opened} onClose={close} withCloseButton={false} transitionProps={{ duration: 0 }}>
            {remove}
            <Button>Keep</Button>
          </Modal>
        )}
      </Opener>,
    );
    await openAndPressEnter();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep'));
    await userEvent.tab();
    expect(document.activeElement?.textContent).toBe('Delete');
    await userEvent.keyboard('{Enter}');
    expect(onDelete).toHaveBeenCalledTimes(1);
  });

  it('in a question ignores an Enter that was pressed twice', async () => {
    const answers: boolean[] = [];
    function Asking() {
      const confirm = useConfirm();
      const ask = (): void =>
        void confirm({ title: 'Delete it?', body: 'For good.', action: 'Delete', destructive: true }).then((answer) =>
          answers.push(answer),
        );
      return <button onClick={ask}>Open</button>;
    }
    renderUi(<Asking />);
    await openAndPressEnter();
    await waitFor(() => expect(answers).toEqual([false]));
  });

  it('is a DangerButton in every app: none is painted red by hand', () => {
    const root = join(__dirname, '../../../..');
    const apps = readdirSync(join(root, 'apps')).map((app) => join('apps', app, 'web/src'));
    const folders = ['libs/ui/src', ...apps.filter((folder) => existsSync(join(root, folder)))];
    expect(folders).toContain(join('apps', 'console', 'web/src'));
    const byHand = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.tsx') && !file.endsWith('.spec.tsx') && !file.endsWith('danger-button.tsx'))
        .filter((file) => /lintel-danger/.test(readFileSync(join(root, folder, file), 'utf8')))
        .map((file) => join(folder, file)),
    );
    expect(byHand).toEqual([]);
  });
});
