'use client';

import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useUiMessages } from '../language/language-provider';
import { type Shortcut } from './shortcut';

export interface KeyboardHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly list: () => readonly Shortcut[];
  readonly enabled: boolean;
  readonly onEnabledChange: (enabled: boolean) => void;
}

export function KeyboardHelp({ opened, onClose, list, enabled, onEnabledChange }: KeyboardHelpProps) {
  const text = useUiMessages();
  return (
    <Modal opened={opened} onClose={onClose} title={text.keyboard.title} centered zIndex={320}>
      <Stack>
        <Table verticalSpacing="xs">
          <Table.Tbody>
            {(opened ? [...list(), { keys: '?', label: text.keyboard.showHelp }] : []).map(({ keys, label }) => (
              <Table.Tr key={`${keys} ${label}`}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td ta="right">
                  <Kbd>{keys}</Kbd>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label={text.keyboard.enabled}
          description={text.keyboard.enabledHint}
          checked={enabled}
          onChange={(event) => onEnabledChange(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}
