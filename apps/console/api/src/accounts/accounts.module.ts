import { Accounts, ApiKeys, Sessions, type Identities } from '@lintel/data';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsController } from './accounts.controller';
import { ApiKeysController } from './api-keys.controller';

/** Accounts of people, and API keys of machines. */
@Module({ controllers: [AccountsController, ApiKeysController] })
export class AccountsModule {
  static with({ accounts, sessions, apiKeys }: Identities): DynamicModule {
    return {
      module: AccountsModule,
      providers: [
        { provide: Accounts, useValue: accounts },
        { provide: Sessions, useValue: sessions },
        { provide: ApiKeys, useValue: apiKeys },
      ],
    };
  }
}
