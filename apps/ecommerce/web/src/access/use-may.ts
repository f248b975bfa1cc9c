import { type Permission } from '@lintel/contracts';
import { useSession } from '@lintel/ui';

const VERTICAL = 'ecommerce';

/** Whether the person has a permission here. The api enforces it; checking here only avoids refusals. */
export function useMay(): (permission: Permission) => boolean {
  const { may } = useSession();
  return (permission) => may(permission, VERTICAL);
}
