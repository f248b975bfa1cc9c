import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomToken } from './secrets';

export interface PasswordCost {
  /** Kibibytes. */
  readonly memoryCost: number;
  /** Passes over the memory. */
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet, argon2id. */
const COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes passwords with argon2id (RFC 9106), and checks them. */
export class Passwords {
  #nobodys: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost = COST) {}

  /** @returns a PHC string: parameters, salt and hash */
  hash(password: string): Promise<string> {
    return hash(password, this.cost);
  }

  /**
   * Takes as long where there is no hash, so that the time of an answer does not tell who has an account.
   * @param known null: of nobody, and never right
   */
  async isRight(known: string | null, password: string): Promise<boolean> {
    const isRight = await verify(known ?? (await this.nobodys()), password);
    return isRight && known !== null;
  }

  /** True where a hash was made with less work than is asked for now. */
  isWeak(known: string): boolean {
    const { memoryCost, timeCost } = parseOptions(known);
    return memoryCost < this.cost.memoryCost || timeCost < this.cost.timeCost;
  }

  private nobodys(): Promise<string> {
    return (this.#nobodys ??= this.hash(randomToken()));
  }
}
