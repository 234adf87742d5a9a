import { Alert, Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { unwrap } from '@tallygate/client'
import { type FormEvent, useState } from 'react'
import { apiClient } from '../api/api-client.ts'
import { isKeyRefused, wordsOf } from '../api/api-error.ts'
import { localKey } from './page-facts.ts'
import { signIn } from './session-key.ts'

/** Asks for an API key, tries it, and tells at the field where it is refused. */
export function SignInPage({ refusal }: { readonly refusal: string | undefined }) {
  const [apiKey, setApiKey] = useState('')
  const [fieldError, setFieldError] = useState<string | undefined>(refusal)
  const [problem, setProblem] = useState<string>()
  const [isTrying, setTrying] = useState(false)
  const local = localKey()

  const attempt = async (key: string): Promise<void> => {
    setProblem(undefined)
    if (key.trim() === '') return setFieldError('Enter an API key.')
    setFieldError(undefined)
    setTrying(true)
    try {
      await unwrap(apiClient(key).GET('/v1/features', { params: { query: { limit: 1 } } }))
      signIn(key)
    } catch (error) {
      if (isKeyRefused(error)) setFieldError(wordsOf(error))
      else setProblem(wordsOf(error))
      setTrying(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void attempt(apiKey)
  }

  return (
    <Center component="main" mih="100vh" p="md">
      <Card withBorder shadow="sm" padding="xl" w="100%" maw={420}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <div>
              <Title order={1} size="h3">
                Tallygate Desk
              </Title>
              <Text c="dimmed" size="sm">
                {location.host}
              </Text>
            </div>
            {problem !== undefined && (
              <Alert color="red" variant="light" role="alert">
                {problem}
              </Alert>
            )}
            <PasswordInput
              label="API key"
              description="Kept for this tab only."
              value={apiKey}
              onChange={(event) => setApiKey(event.currentTarget.value)}
              error={fieldError}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              autoFocus
            />
            <Button type="submit" loading={isTrying}>
              Sign in
            </Button>
            {local !== undefined && (
              <Button variant="default" disabled={isTrying} onClick={() => void attempt(local)}>
                Use the local test key
              </Button>
            )}
          </Stack>
        </form>
      </Card>
    </Center>
  )
}
