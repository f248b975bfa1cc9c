import { ModelIcon, PageHead, StateMessage } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { addressOf } from '../addresses';

interface NothingChosenProps {
  readonly title: string;
  readonly intro: string;
  readonly none: { readonly title: string; readonly body: string; readonly action: string };
}

/** Shown if a page of chosen versions was opened without any: it links to the models. */
export function NothingChosen({ title, intro, none }: NothingChosenProps) {
  return (
    <>
      <PageHead title={title} intro={intro} />
      <StateMessage
        kind="empty"
        icon={<ModelIcon size={26} />}
        title={none.title}
        actions={
          <Button component={Link} href={addressOf.models()}>
            {none.action}
          </Button>
        }
      >
        <p>{none.body}</p>
      </StateMessage>
    </>
  );
}
