import { PLATFORM_VERTICAL } from '@lintel/contracts';
import { useSession } from '@lintel/ui';
import { addressOf } from '../addresses';
import { useText } from '../language/text';

export interface AdministrationPage {
  readonly name: 'accounts' | 'audit' | 'approvals' | 'privacy';
  readonly href: string;
  readonly label: string;
}

/** The pages about people, the audit trail and approvals; only those that the person may open. */
export function useAdministrationPages(): readonly AdministrationPage[] {
  const text = useText();
  const { may } = useSession();
  const pages: readonly (AdministrationPage & { readonly allowed: boolean })[] = [
    {
      name: 'accounts',
      href: addressOf.accounts(),
      label: text.accounts.title,
      allowed: may('accounts:manage', PLATFORM_VERTICAL),
    },
    { name: 'audit', href: addressOf.audit(), label: text.audit.title, allowed: may('audit:read') },
    {
      name: 'approvals',
      href: addressOf.approvals(),
      label: text.approvals.title,
      allowed: may('models:promote'),
    },
    {
      name: 'privacy',
      href: addressOf.privacy(),
      label: text.privacy.title,
      allowed: may('privacy:manage'),
    },
  ];
  return pages.filter(({ allowed }) => allowed);
}
