'use client';

import { ModelIcon, StateMessage } from '@lintel/ui';
import { Button, Code, CopyButton } from '@mantine/core';
import { useText } from '../language/text';
import classes from './model-missing.module.css';

const TRAIN_COMMAND = 'npx lintel train --data DIR --model two-conv --out .lintel/models/ecommerce';

/** What a page shows in place of answers while no model exists. */
export function ModelMissing() {
  const text = useText().model;
  return (
    <StateMessage
      kind="empty"
      icon={<ModelIcon size={26} />}
      title={text.missingTitle}
      actions={
        <CopyButton value={TRAIN_COMMAND}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? text.copied : text.copyCommand}</Button>}
        </CopyButton>
      }
    >
      <p>{text.missingBody}</p>
      <Code className={classes['command'] ?? ''}>{TRAIN_COMMAND}</Code>
    </StateMessage>
  );
}
