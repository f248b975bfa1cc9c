'use client';

import { DangerButton, ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { eraseFaults } from './erase-draft';
import { erase } from './privacy-api';
import classes from './privacy.module.css';

const LONGEST_REASON = 500;

export interface EraseDialogProps {
  readonly opened: boolean;
  readonly vertical: string;
  readonly subjectId: string;
  readonly onClose: () => void;
  readonly onErased: () => void;
}

/** Says what will happen, and asks for a reason and for the id once more. */
export function EraseDialog({ opened, ...rest }: EraseDialogProps) {
  const text = useText().privacy;
  return (
    <Modal opened={opened} onClose={rest.onClose} title={text.eraseTitle} size="lg" centered>
      <EraseForm {...rest} />
    </Modal>
  );
}

function EraseForm({ vertical, subjectId, onClose, onErased }: Omit<EraseDialogProps, 'opened'>) {
  const { general, privacy: text } = useText();
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const [reason, setReason] = useState('');
  const [confirmation, setConfirmation] = useState('');
  const [left, setLeft] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const faults = eraseFaults({ reason, confirmation }, subjectId);
  const namesSubject = faults.includes('reason-names-subject');

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setLeft(true);
    setTrouble(null);
    if (faults.length > 0) return;
    void run(() => erase({ vertical, subjectId, reason: reason.trim() }), {
      done: text.erasing,
      onDone: onErased,
      onTrouble: setTrouble,
    });
  };

  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <Stack>
        <p className={classes['plain']}>{text.eraseBody}</p>
        <p className={classes['plain']}>{text.modelsStay}</p>
        <Textarea
          label={text.reason}
          description={text.reasonHint}
          required
          autosize
          minRows={2}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
          onBlur={() => setLeft(true)}
          error={namesSubject ? text.reasonNamesSubject : left && reason.trim() === '' ? text.reasonMissing : null}
          data-autofocus
        />
        <TextInput
          label={text.confirmation}
          description={<code className={classes['id']}>{subjectId}</code>}
          required
          spellCheck={false}
          autoCapitalize="none"
          value={confirmation}
          onChange={({ currentTarget: { value } }) => setConfirmation(value)}
        />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {general.cancel}
          </Button>
          <DangerButton type="submit" loading={pending} disabled={faults.length > 0}>
            {text.eraseAction}
          </DangerButton>
        </Group>
      </Stack>
    </form>
  );
}
