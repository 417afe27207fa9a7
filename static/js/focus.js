// Puts the focus on the summary of errors, where there is one; without script, autofocus asks for the same.
document.querySelector(".error-summary")?.focus();
