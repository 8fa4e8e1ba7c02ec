"""Official answers: any agent answers in their service's name, without relay, on the page of any kind of fiche."""
