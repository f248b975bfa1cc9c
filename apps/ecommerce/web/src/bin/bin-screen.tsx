'use client';

import { type DeletedRecognition } from '@lintel/ecommerce-contract';
import {
  DangerButton,
  PageHead,
  Picture,
  RetryIcon,
  StateMessage,
  TrashIcon,
  TroubleMessage,
  useAction,
  useConfirm,
  useLanguage,
} from '@lintel/ui';
import { Button } from '@mantine/core';
import { useMay } from '../access/use-may';
import { deletedThumbnailAddress, emptyBin, removeForGood, restoreRecognition } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import classes from './bin.module.css';
import { useBin } from './use-bin';

/** Recognitions deleted in the last 30 days: they can be restored, or removed permanently. */
export function BinScreen() {
  const text = useText().bin;
  const { format } = useLanguage();
  const { bin, loadMore, reload, hide } = useBin();
  const confirm = useConfirm();
  const { run } = useAction();
  const mayDelete = useMay()('predictions:delete');

  const restore = ({ id, fileName }: DeletedRecognition): void =>
    void run(() => restoreRecognition(id), { done: text.restored(fileName), onDone: () => hide(id) });
  const remove = async ({ id, fileName }: DeletedRecognition): Promise<void> => {
    const sure = await confirm({
      title: text.removeTitle(fileName),
      body: text.removeBody,
      action: text.remove,
      destructive: true,
    });
    if (sure) await run(() => removeForGood(id), { done: text.removed(fileName), onDone: () => hide(id) });
  };
  const empty = async (): Promise<void> => {
    const sure = await confirm({
      title: text.emptyBinTitle(bin.total, format.integer(bin.total)),
      body: text.removeBody,
      action: text.emptyBin,
      destructive: true,
    });
    if (sure) await run(emptyBin, { done: text.emptied, onDone: reload });
  };

  return (
    <>
      <PageHead
        title={text.title}
        intro={text.intro}
        aside={
          bin.total > 0 && (
            <DangerButton variant="default" leftSection={<TrashIcon size={18} />} onClick={() => void empty()}>
              {text.emptyBin}
            </DangerButton>
          )
        }
      />
      {!mayDelete && (
        <StateMessage kind="empty" icon={<TrashIcon size={26} />} title={text.notPermitted}>
          <p>{text.notPermittedBody}</p>
        </StateMessage>
      )}
      {mayDelete && bin.kind === 'loading' && <StateMessage kind="loading" />}
      {mayDelete && bin.trouble !== null && <TroubleMessage trouble={bin.trouble} onRetry={reload} />}
      {bin.kind === 'ready' && bin.items.length === 0 && (
        <StateMessage kind="empty" icon={<TrashIcon size={26} />} title={text.emptyTitle}>
          <p>{text.emptyBody}</p>
        </StateMessage>
      )}
      <ul className={classes['list']}>
        {bin.items.map((recognition) => (
          <li key={recognition.id}>
            <BinCard
              recognition={recognition}
              onRestore={() => restore(recognition)}
              onRemove={() => void remove(recognition)}
            />
          </li>
        ))}
      </ul>
      {bin.nextCursor !== null && (
        <p className={classes['more']}>
          <Button variant="default" onClick={loadMore}>
            {text.more}
          </Button>
        </p>
      )}
    </>
  );
}

interface BinCardProps {
  readonly recognition: DeletedRecognition;
  readonly onRestore: () => void;
  readonly onRemove: () => void;
}

function BinCard({ recognition, onRestore, onRemove }: BinCardProps) {
  const text = useText().bin;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const { id, fileName, prediction, verdict, deletedAt, keptUntil } = recognition;
  return (
    <article className={classes['card']} aria-label={fileName}>
      <Picture address={deletedThumbnailAddress(id)} alt={fileName} className={classes['thumbnail'] ?? ''} />
      <div className={classes['body']}>
        <p className={classes['name']} title={fileName}>
          {fileName}
        </p>
        <p className={classes['facts']}>{nameOf(verdict?.className ?? prediction.className)}</p>
        <p className={classes['facts']}>{text.deleted(format.dateTime(deletedAt))}</p>
        <p className={classes['facts']}>{text.keptUntil(format.date(keptUntil))}</p>
        <div className={classes['buttons']}>
          <Button size="xs" variant="default" leftSection={<RetryIcon size={16} />} onClick={onRestore}>
            {text.restore}
          </Button>
          <DangerButton size="xs" variant="subtle" onClick={onRemove}>
            {text.remove}
          </DangerButton>
        </div>
      </div>
    </article>
  );
}
