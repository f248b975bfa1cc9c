import { verticalOfModel, type ModelVersion } from '@lintel/contracts';
import { useAction } from '@lintel/ui';
import { Alert, Button, Stack } from '@mantine/core';
import { Permitted } from '../access/permitted';
import { useText } from '../language/text';
import { evaluateAgain } from './client';

/** The champion has changed since the gates judged this version, so they have to judge it again. */
export function Outdated({ version, onClose }: { readonly version: ModelVersion; readonly onClose: () => void }) {
  const text = useText().models.promote;
  const { pending, run } = useAction();
  const go = (): Promise<void> =>
    run(() => evaluateAgain(version.modelName, version.id), { done: text.evaluating, onDone: onClose });
  return (
    <Alert color="orange" variant="light" title={text.outdated}>
      <Stack align="flex-start" gap="sm">
        {text.outdatedBody}
        <Permitted permission="jobs:run" vertical={verticalOfModel(version.modelName)}>
          <Button size="xs" variant="default" loading={pending} onClick={() => void go()}>
            {text.evaluate}
          </Button>
        </Permitted>
      </Stack>
    </Alert>
  );
}
