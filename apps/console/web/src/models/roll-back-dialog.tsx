'use client';

import { useAction, useLanguage } from '@lintel/ui';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { rollBack } from './client';
import { reasonOf } from './reason';
import { ReasonInput } from './reason-input';

export interface RollBackDialogProps {
  readonly opened: boolean;
  readonly modelName: string;
  readonly championId: string | null;
  /** Numbers of the versions. */
  readonly from: number;
  readonly to: number;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function RollBackDialog({ opened, modelName, championId, from, to, onClose, onChanged }: RollBackDialogProps) {
  const text = useText();
  const { format } = useLanguage();
  const { pending, run } = useAction();
  const [reason, setReason] = useState('');
  const words = text.models.rollBack;
  const [fromWritten, toWritten] = [format.integer(from), format.integer(to)];
  const go = (): Promise<void> =>
    run(() => rollBack(modelName, { expectedChampion: championId, ...reasonOf(reason) }), {
      done: words.done(toWritten),
      onDone: () => {
        setReason('');
        onClose();
        onChanged();
      },
    });
  return (
    <Modal opened={opened} onClose={onClose} title={words.title(toWritten)} centered>
      <Stack>
        <div>{words.body(fromWritten, toWritten)}</div>
        <ReasonInput value={reason} onChange={setReason} first />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button loading={pending} onClick={() => void go()}>
            {words.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
