import type { Conventions, Method } from "./conventions.ts";
import type {
  Charged,
  Disposal,
  DisposalKind,
  Expense,
  IncomeReceived,
  Ledger,
  Migrated,
  Missing,
  Sums,
  Unpriced,
} from "./ledger.ts";
import type { Money, Quantity } from "./amount.ts";
import { Book, type Leaving } from "./book.ts";
import type { Activity } from "./activity.ts";
import type { Moves } from "./moves.ts";

/** Everything that is written down while the activities are gone through. */
export class Pages {
  readonly conventions: Conventions;
  readonly moves: Moves;
  readonly #books = new Map<string, Book>();
  readonly #disposals: Disposal[] = [];
  readonly #income: IncomeReceived[] = [];
  readonly #expenses: Expense[] = [];
  readonly #missing: Missing[] = [];
  readonly #unpriced: Unpriced[] = [];
  readonly #accounts = new Map<string, Map<string, Quantity>>();
  readonly #charges: Charged[] = [];
  readonly #migrations: Migrated[] = [];
  #method: Method;
  #arrivals = 0;

  constructor(method: Method, conventions: Conventions, moves: Moves) {
    this.#method = method;
    this.conventions = conventions;
    this.moves = moves;
  }

  /** The method for all that follows. */
  use(method: Method): void {
    if (method === this.#method) return;
    this.#method = method;
    for (const book of this.#books.values()) book.pool.use(method);
  }

  /** The book of a coin, or of the one whose lots it shares. */
  book(asset: string): Book {
    const name = this.conventions.sharedBasis.get(asset) ?? asset;
    const known = this.#books.get(name);
    if (known) return known;
    const book = new Book(name, this.#method, this.conventions);
    this.#books.set(name, book);
    return book;
  }

  nextArrival = (): number => (this.#arrivals += 1);

  dispose(leaving: Leaving, kind: DisposalKind, proceeds: Money): void {
    const [disposal, missing] = this.book(leaving.asset).dispose(leaving, kind, proceeds);
    this.#disposals.push(disposal);
    if (missing) this.#missing.push(missing);
  }

  release(leaving: Leaving): void {
    const missing = this.book(leaving.asset).release(leaving);
    if (missing) this.#missing.push(missing);
  }

  addIncome(income: IncomeReceived): void {
    this.#income.push(income);
    this.book(income.asset).track.at(income.at).income += income.value;
  }

  addExpense(expense: Expense): void {
    if (expense.value !== 0n) this.#expenses.push(expense);
  }

  addUnpriced(unpriced: Unpriced): void {
    this.#unpriced.push(unpriced);
  }

  /** A money fee that was paid for no coin. */
  addCharge(charge: Charged): void {
    this.#charges.push(charge);
  }

  addMigration(migration: Migrated): void {
    this.#migrations.push(migration);
  }

  /** The value of a fee that was paid for a coin, for the sum of all fees. */
  addFee(value: Money, at: number, asset: string): void {
    this.book(asset).track.at(at).fees += value;
  }

  /** Changes the balance of the activity's account, where it names one. */
  balance({ account }: Pick<Activity, "account">, asset: string, change: Quantity): void {
    if (account === undefined) return;
    let balances = this.#accounts.get(account);
    if (balances === undefined) this.#accounts.set(account, (balances = new Map<string, Quantity>()));
    balances.set(asset, (balances.get(asset) ?? 0n) + change);
  }

  get ledger(): Ledger {
    const holdings = [...this.#books.values()].map((book) => book.holding);
    const sum = (key: keyof Sums): Money => holdings.reduce((total, { sums }) => total + sums[key], 0n);
    return {
      disposals: this.#disposals,
      income: this.#income,
      expenses: this.#expenses,
      missing: this.#missing,
      unpriced: this.#unpriced,
      holdings: new Map(holdings.map((holding) => [holding.asset, holding])),
      sums: {
        paid: sum("paid"),
        proceeds: sum("proceeds"),
        cost: sum("cost"),
        gain: sum("gain"),
        shortTermGain: sum("shortTermGain"),
        longTermGain: sum("longTermGain"),
        income: sum("income"),
        costLeft: sum("costLeft"),
        costMovedIn: sum("costMovedIn"),
        costMovedOut: sum("costMovedOut"),
        fees: this.#charges.reduce((total, { value }) => total + value, sum("fees")),
        expenses: this.#expenses.reduce((total, { value }) => total + value, 0n),
      },
      charges: this.#charges,
      migrations: this.#migrations,
      accounts: this.#accounts,
    };
  }
}
