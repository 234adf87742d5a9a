/** The vendor's test environment. Keys of one environment are refused by the other. Source: API fact. */
export const TEST_BASE_URL = 'https://test.api.solvimon.com'

/**
 * The vendor's live environment. Accounts with a host of their own use `https://<account>.solvimon.com`. Source: API
 * fact.
 */
export const LIVE_BASE_URL = 'https://api.solvimon.com'

/** The billing server of this project on its default port. It accepts the key `local-test-key` there. */
export const LOCAL_BASE_URL = 'http://127.0.0.1:4000'
