'use client';

import { type AuditVerification } from '@lintel/contracts';
import {
  Copyable,
  FactsList,
  ProblemAlert,
  StateMessage,
  troubleOfError,
  useLanguage,
  useTroubleWriter,
  type Trouble,
} from '@lintel/ui';
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { verifyAudit } from './audit-api';
import classes from './audit.module.css';

type Checked =
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  | { readonly kind: 'ready'; readonly verification: AuditVerification };

/** Lets the server verify the whole trail, and says whether it is unchanged. */
export function AuditVerificationButton() {
  const { audit: text, general } = useText();
  const write = useTroubleWriter();
  const [opened, setOpened] = useState(false);
  const [checked, setChecked] = useState<Checked>({ kind: 'running' });
  const check = (): void => {
    setOpened(true);
    setChecked({ kind: 'running' });
    verifyAudit().then(
      (verification) => setChecked({ kind: 'ready', verification }),
      (error: unknown) => setChecked({ kind: 'failed', trouble: troubleOfError(error) }),
    );
  };
  return (
    <>
      <Button onClick={check}>{text.verify}</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={text.verify} size="lg" centered>
        <Stack>
          {checked.kind === 'running' && <StateMessage kind="loading" title={text.verifying} />}
          {checked.kind === 'failed' && <ProblemAlert problem={write(checked.trouble)} />}
          {checked.kind === 'ready' && <Verification verification={checked.verification} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              {general.close}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Verification({ verification }: { readonly verification: AuditVerification }) {
  const text = useText().audit;
  const { format } = useLanguage();
  const { intact, entries, head, broken } = verification;
  return (
    <div role="status">
      {intact ? (
        <Alert color="verdigris" variant="light" title={text.intact}>
          {entries === 0 ? text.empty : text.intactBody(format.integer(entries))}
        </Alert>
      ) : (
        <Alert color="red" variant="light" title={text.broken(format.integer(broken?.sequence ?? 0))}>
          <p className={classes['plain']}>{broken?.reason}</p>
          <p className={classes['plain']}>{text.brokenBody}</p>
        </Alert>
      )}
      {head !== null && (
        <div className={classes['head']}>
          <FactsList
            narrow
            facts={[[text.head, <Copyable key="head" label={text.head} value={`${head.sequence}:${head.hash}`} />]]}
          />
        </div>
      )}
    </div>
  );
}
