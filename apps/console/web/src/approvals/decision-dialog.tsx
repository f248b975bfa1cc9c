'use client';

import { type Approval } from '@lintel/contracts';
import { DangerButton, ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type SyntheticEvent } from 'react';
import { useText, type Text } from '../language/text';
import { decide, type Decision } from './approvals-api';
import classes from './approvals.module.css';

const LONGEST_NOTE = 1_000;

export interface DecisionDialogProps {
  readonly approval: Approval;
  /** Null: closed. */
  readonly decision: Decision | null;
  readonly onClose: () => void;
  readonly onDecided: () => void;
}

/** Asks for confirmation and a note. */
export function DecisionDialog({ approval, decision, onClose, onDecided }: DecisionDialogProps) {
  const text = useText().approvals;
  // While it closes it still shows its subject.
  const [shown, setShown] = useState<Decision>('approve');
  if (decision !== null && decision !== shown) setShown(decision);
  return (
    <Modal opened={decision !== null} onClose={onClose} title={wordsOf(shown, text).title} centered>
      <DecisionForm approval={approval} decision={shown} onClose={onClose} onDecided={onDecided} />
    </Modal>
  );
}

function DecisionForm({
  approval,
  decision,
  onClose,
  onDecided,
}: DecisionDialogProps & { readonly decision: Decision }) {
  const { approvals: text, general } = useText();
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const [note, setNote] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const words = wordsOf(decision, text);
  const Decide = decision === 'reject' ? DangerButton : Button;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTrouble(null);
    void run(() => decide(approval.id, decision, note), {
      onDone: ({ state }) => {
        const failed = state === 'failed';
        notifications.show({
          ...(failed ? { color: 'orange' } : {}),
          message: failed ? text.approvedFailed : words.done,
        });
        onClose();
        onDecided();
      },
      onTrouble: setTrouble,
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <p className={classes['plain']}>
          <strong>{approval.summary}</strong>
        </p>
        <p className={classes['plain']}>{words.body}</p>
        <Textarea
          label={text.note}
          description={text.noteHint}
          autosize
          minRows={2}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={({ currentTarget: { value } }) => setNote(value)}
          data-autofocus
        />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {general.cancel}
          </Button>
          <Decide type="submit" loading={pending}>
            {words.action}
          </Decide>
        </Group>
      </Stack>
    </form>
  );
}

function wordsOf(decision: Decision, text: Text['approvals']) {
  if (decision === 'approve') {
    return { title: text.approveTitle, body: text.approveBody, action: text.approveAction, done: text.approved };
  }
  return decision === 'reject'
    ? { title: text.rejectTitle, body: text.rejectBody, action: text.rejectAction, done: text.rejected }
    : { title: text.takeBackTitle, body: text.takeBackBody, action: text.takeBackAction, done: text.takenBack };
}
